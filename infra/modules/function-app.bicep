// The function app: Flex Consumption, Java 21, identity only, and closed to every caller but the web app.
//
// The queue and the durable engine are pulled, so they need no way in. The one thing that calls in is the
// web app's status read.

param location string
param tags object
param functionAppName string
param identityName string
param applicationInsightsName string
param storageName string
param serviceBusName string
param schedulerName string
param taskHubName string
param redisName string

@description('The only subnet that may call the main site.')
param webSubnetId string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName
}

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' existing = {
  name: schedulerName
}

resource redis 'Microsoft.Cache/redisEnterprise@2025-07-01' existing = {
  name: redisName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${functionAppName}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource functionApp 'Microsoft.Web/sites@2024-11-01' = {
  name: functionAppName
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Must stay Enabled: with Disabled the rules below are never looked at and the web app is shut out too.
    publicNetworkAccess: 'Enabled'
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}app-package'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: 'java'
        version: '21'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: 40
      }
    }
    // Flex refuses most members of siteConfig (error 51021); these are among the few it takes.
    siteConfig: {
      minTlsVersion: '1.2'
      ipSecurityRestrictionsDefaultAction: 'Deny'
      ipSecurityRestrictions: [
        {
          name: 'web-app-subnet'
          description: 'The web app reads and steers instances; nobody else calls in'
          priority: 100
          action: 'Allow'
          vnetSubnetResourceId: webSubnetId
        }
      ]
      // The deployment site has rules of its own: the pipeline's runners have no fixed address. It takes
      // Entra tokens with the right to publish, and no keys.
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictionsDefaultAction: 'Allow'
      scmIpSecurityRestrictions: []
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      // Which identity the apps' own clients (Redis) ask a token for.
      AZURE_CLIENT_ID: identity.properties.clientId

      AzureWebJobsStorage__accountName: storage.name
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.properties.clientId

      // credential and clientId are also what the scale controller uses to see the queue.
      ServiceBusConnection__fullyQualifiedNamespace: '${namespace.name}.servicebus.windows.net'
      ServiceBusConnection__credential: 'managedidentity'
      ServiceBusConnection__clientId: identity.properties.clientId

      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${identity.properties.clientId};TaskHub=${taskHubName}'

      REDIS_URL: 'rediss://${redis.properties.hostName}:10000'

      APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
      JAVA_APPLICATIONINSIGHTS_ENABLE_TELEMETRY: 'true'
    }
  }
}

output host string = functionApp.properties.defaultHostName
