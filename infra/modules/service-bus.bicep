// The queue between the apps. No keys exist: who may send or receive is in rbac.bicep.
//
// The timings are the ones of contracts/src/main/java/io/durablestatus/contracts/Timings.java. The web app
// decides from them when a job counts as lost, so a different value here makes its answer wrong; BicepTest
// compares both.

param location string
param tags object
param namespaceName string

@description('Timings.LOCK: how long a delivery belongs to one receiver.')
param lockDuration string = 'PT1M'

@description('Timings.MAX_DELIVERIES: deliveries before the message goes to the dead-letter queue.')
param maxDeliveryCount int = 10

@description('Timings.MESSAGE_TTL: how long a message waits before it goes to the dead-letter queue.')
param messageTimeToLive string = 'PT1H'

@description('Timings.DUPLICATE_DETECTION: how long a repeated message id is dropped.')
param duplicateDetectionWindow string = 'PT5M'

// Standard: Basic has no duplicate detection; Premium is needed only for private endpoints and for
// messages over 256 KB, which the web app refuses.
resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: namespaceName
  location: location
  tags: tags
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

resource jobs 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: 'jobs'
  properties: {
    lockDuration: lockDuration
    maxDeliveryCount: maxDeliveryCount
    defaultMessageTimeToLive: messageTimeToLive
    // An expired message must reach RejectJob, or its job would have no status.
    deadLetteringOnMessageExpiration: true
    // These three can be set only when the queue is made.
    requiresDuplicateDetection: true
    requiresSession: false
    enablePartitioning: false
    duplicateDetectionHistoryTimeWindow: duplicateDetectionWindow
    maxSizeInMegabytes: 1024
  }
}
