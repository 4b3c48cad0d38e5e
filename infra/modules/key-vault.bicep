// Holds one secret: the system key of the durable HTTP API, copied by infra/scripts/copy-system-key.sh
// once the function host has made it.

param location string
param tags object
param vaultName string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: vaultName
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    // The shortest there is: purge protection blocks the vault's name for this long after a tear-down,
    // and the key can be read from the function app again.
    softDeleteRetentionInDays: 7
    // The pipeline writes from hosted runners, which have no fixed address; the roles are the gate.
    publicNetworkAccess: 'Enabled'
  }
}
