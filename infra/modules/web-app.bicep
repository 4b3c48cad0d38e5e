// The web app: the only public door. All it sends goes through its subnet, which is how the function app
// knows it.

param location string
param tags object
param webAppName string
param identityName string
param applicationInsightsName string
param serviceBusName string
param redisName string
param vaultName string
param functionAppHost string

@description('The subnet the function app lets in.')
param webSubnetId string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}

resource redis 'Microsoft.Cache/redisEnterprise@2025-07-01' existing = {
  name: redisName
}

// B1 is the smallest plan that can join a subnet and stay on.
resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${webAppName}'
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: 'B1'
    tier: 'Basic'
  }
  properties: {
    reserved: true
  }
}

resource webApp 'Microsoft.Web/sites@2024-11-01' = {
  name: webAppName
  location: location
  tags: tags
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Sessions live in a cookie of our own, so any instance can answer.
    clientAffinityEnabled: false
    publicNetworkAccess: 'Enabled'
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: webSubnetId
    outboundVnetRouting: {
      applicationTraffic: true
    }
    siteConfig: {
      linuxFxVersion: 'JAVA|21-java21'
      appCommandLine: 'java -jar /home/site/wwwroot/quarkus-run.jar'
      alwaysOn: true
      ftpsState: 'Disabled'
      http20Enabled: true
      minTlsVersion: '1.2'
      // Liveness, not readiness: Redis or the queue being away must not recycle the process.
      healthCheckPath: '/q/health/live'
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AZURE_CLIENT_ID: identity.properties.clientId

      SERVICEBUS_NAMESPACE: '${namespace.name}.servicebus.windows.net'
      REDIS_URL: 'rediss://${redis.properties.hostName}:10000'
      DURABLE_API_URL: 'https://${functionAppHost}/runtime/webhooks/durabletask'
      // No version in the reference: after a rotation a restart is enough.
      DURABLE_API_KEY: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=durable-api-key)'

      // The app listens on loopback unless told otherwise; the platform calls it from outside its container.
      QUARKUS_HTTP_HOST: '0.0.0.0'
      PORT: '8080'
      WEBSITES_PORT: '8080'
      // TLS ends in front of the process; without this it would set the cookie of plain http.
      QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING: 'true'
      QUARKUS_HTTP_PROXY_ALLOW_X_FORWARDED: 'true'
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'

      APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      ApplicationInsightsAgent_EXTENSION_VERSION: '~3'
    }
  }

  // Publishing by user name and password, off for both ways in.
  resource ftpPublishing 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scmPublishing 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

output host string = webApp.properties.defaultHostName
