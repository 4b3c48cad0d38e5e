// The whole system in one resource group, in the order of the data flow:
// web app -> queue -> function app -> durable engine and Redis -> web app.
//
// Names are built here and passed down, never read back from a module: a name that is known before the
// deployment starts lets what-if see inside every module. Where a module finds a resource by its name the
// order is therefore stated with dependsOn.
targetScope = 'subscription'

@description('Name of the environment, for example dev or prod; part of every resource name.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Azure region. It must offer Flex Consumption, Azure Managed Redis and the Durable Task Scheduler.')
param location string

@description('Object id of whoever deploys: may write the one secret of the vault.')
param deployerPrincipalId string = deployer().objectId

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

var names = {
  resourceGroup: 'rg-durable-status-${environmentName}'
  webIdentity: 'id-web-${token}'
  functionIdentity: 'id-function-${token}'
  logAnalytics: 'log-${token}'
  applicationInsights: 'appi-${token}'
  network: 'vnet-${token}'
  serviceBus: 'sbns-${token}'
  scheduler: 'dts-${token}'
  // The same as hubName in functions-app/host.json.
  taskHub: 'DurableStatus'
  redis: 'amr-${token}'
  storage: 'st${token}'
  keyVault: 'kv-${token}'
  functionApp: 'func-${token}'
  webApp: 'web-${token}'
}

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: names.resourceGroup
  location: location
  tags: tags
}

module identities 'modules/identities.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    webIdentityName: names.webIdentity
    functionIdentityName: names.functionIdentity
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    logAnalyticsName: names.logAnalytics
    applicationInsightsName: names.applicationInsights
  }
}

module network 'modules/network.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    networkName: names.network
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    namespaceName: names.serviceBus
  }
}

module durableTask 'modules/durable-task.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    schedulerName: names.scheduler
    taskHubName: names.taskHub
  }
}

module redis 'modules/redis.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    redisName: names.redis
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    storageName: names.storage
  }
}

module keyVault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    vaultName: names.keyVault
  }
}

module rbac 'modules/rbac.bicep' = {
  scope: group
  params: {
    webIdentityName: names.webIdentity
    functionIdentityName: names.functionIdentity
    deployerPrincipalId: deployerPrincipalId
    serviceBusName: names.serviceBus
    schedulerName: names.scheduler
    taskHubName: names.taskHub
    redisName: names.redis
    storageName: names.storage
    vaultName: names.keyVault
    applicationInsightsName: names.applicationInsights
  }
  dependsOn: [
    identities
    monitoring
    serviceBus
    durableTask
    redis
    storage
    keyVault
  ]
}

// The roles come first: a host that starts without them stores no keys and loads no package.
module functionApp 'modules/function-app.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    functionAppName: names.functionApp
    identityName: names.functionIdentity
    applicationInsightsName: names.applicationInsights
    storageName: names.storage
    serviceBusName: names.serviceBus
    schedulerName: names.scheduler
    taskHubName: names.taskHub
    redisName: names.redis
    webSubnetId: network.outputs.webSubnetId
  }
  dependsOn: [
    rbac
  ]
}

module webApp 'modules/web-app.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    webAppName: names.webApp
    identityName: names.webIdentity
    applicationInsightsName: names.applicationInsights
    serviceBusName: names.serviceBus
    redisName: names.redis
    vaultName: names.keyVault
    functionAppHost: functionApp.outputs.host
    webSubnetId: network.outputs.webSubnetId
  }
  dependsOn: [
    rbac
  ]
}

// What infra/scripts reads; azd and the pipeline put these into the environment under the same names.
output AZURE_RESOURCE_GROUP string = group.name
output FUNCTION_APP_NAME string = names.functionApp
output FUNCTION_APP_URL string = 'https://${functionApp.outputs.host}'
output WEB_APP_NAME string = names.webApp
output WEB_APP_URL string = 'https://${webApp.outputs.host}'
output KEY_VAULT_NAME string = names.keyVault
