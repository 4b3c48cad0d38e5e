// Every right in the system, on one page. Each is the smallest built-in role on the smallest scope.
//
// The names of the assignments are built from names, not from principal ids, so that what-if can show
// them before the identities exist.

param webIdentityName string
param functionIdentityName string
param deployerPrincipalId string
param serviceBusName string
param schedulerName string
param taskHubName string
param redisName string
param storageName string
param vaultName string
param applicationInsightsName string

var roles = {
  serviceBusDataSender: '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
  serviceBusDataReceiver: '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  durableTaskDataContributor: '0ad04412-c4d5-4796-b79c-f76d14c8d402'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

resource webIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: webIdentityName
}

resource functionIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: functionIdentityName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName

  resource jobs 'queues' existing = {
    name: 'jobs'
  }
}

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' existing = {
  name: schedulerName

  resource taskHub 'taskHubs' existing = {
    name: taskHubName
  }
}

resource redis 'Microsoft.Cache/redisEnterprise@2025-07-01' existing = {
  name: redisName

  resource database 'databases' existing = {
    name: 'default'
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

// --- The web app -------------------------------------------------------------------------------------

resource webSendsJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace::jobs.id, webIdentityName, roles.serviceBusDataSender)
  scope: namespace::jobs
  properties: {
    principalId: webIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
  }
}

// The vault holds nothing but the key this app needs.
resource webReadsSystemKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, webIdentityName, roles.keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: webIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

// The names of these two may hold letters and digits only; 'default' is the only policy there is.
resource webUsesRedis 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-07-01' = {
  parent: redis::database
  name: uniqueString(redis.id, webIdentityName)
  properties: {
    accessPolicyName: 'default'
    user: {
      objectId: webIdentity.properties.principalId
    }
  }
}

resource webSendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(applicationInsights.id, webIdentityName, roles.monitoringMetricsPublisher)
  scope: applicationInsights
  properties: {
    principalId: webIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
  }
}

// --- The function app --------------------------------------------------------------------------------

// The queue and its dead-letter queue. Receiving without managing makes the app scale out one instance at
// a time; accepted, because managing would include deleting the queue.
resource functionReceivesJobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace::jobs.id, functionIdentityName, roles.serviceBusDataReceiver)
  scope: namespace::jobs
  properties: {
    principalId: functionIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
  }
}

resource functionRunsInstances 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::taskHub.id, functionIdentityName, roles.durableTaskDataContributor)
  scope: scheduler::taskHub
  properties: {
    principalId: functionIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.durableTaskDataContributor)
  }
}

// Two assignments to one database may not be written at the same time.
resource functionUsesRedis 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-07-01' = {
  parent: redis::database
  name: uniqueString(redis.id, functionIdentityName)
  properties: {
    accessPolicyName: 'default'
    user: {
      objectId: functionIdentity.properties.principalId
    }
  }
  dependsOn: [
    webUsesRedis
  ]
}

// Package, host keys, timer lock.
resource functionOwnsItsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, functionIdentityName, roles.storageBlobDataOwner)
  scope: storage
  properties: {
    principalId: functionIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
  }
}

resource functionSendsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(applicationInsights.id, functionIdentityName, roles.monitoringMetricsPublisher)
  scope: applicationInsights
  properties: {
    principalId: functionIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
  }
}

// --- Whoever deploys ---------------------------------------------------------------------------------

// Writes the copy of the system key. No principalType: it is a person with azd and an app in the pipeline.
resource deployerWritesSystemKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, deployerPrincipalId, roles.keyVaultSecretsOfficer)
  scope: vault
  properties: {
    principalId: deployerPrincipalId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsOfficer)
  }
}
