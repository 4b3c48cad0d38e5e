// The index from session to instance. It may be lost at any time without losing a job or a status, so
// nothing here is paid for to prevent that.

param location string
param tags object
param redisName string

// Azure Managed Redis: a fresh subscription can no longer create Azure Cache for Redis.
resource redis 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: redisName
  location: location
  tags: tags
  sku: {
    name: 'Balanced_B0'
  }
  properties: {
    minimumTlsVersion: '1.2'
    // Can be turned on later, but never off again.
    highAvailability: 'Disabled'
    publicNetworkAccess: 'Enabled'
  }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@2025-07-01' = {
  parent: redis
  name: 'default'
  properties: {
    clientProtocol: 'Encrypted'
    port: 10000
    accessKeysAuthentication: 'Disabled'
    // One endpoint that any plain client understands.
    clusteringPolicy: 'EnterpriseCluster'
    // A full cache refuses writes, which the apps report as degraded; eviction would drop entries unseen.
    evictionPolicy: 'NoEviction'
  }
}
