// One subnet, for what the web app sends. Its service endpoint Microsoft.Web makes the function app see
// this subnet as the caller, and not a public address shared with other tenants of the platform.

param location string
param tags object
param networkName string

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: networkName
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.42.0.0/24'
      ]
    }
    // Inside the network, not beside it: a second deployment of a network without subnets removes them.
    subnets: [
      {
        name: 'web-app'
        properties: {
          // /26 leaves room for the platform to hold twice the instances while it scales or upgrades.
          addressPrefix: '10.42.0.0/26'
          delegations: [
            {
              name: 'app-service'
              properties: {
                serviceName: 'Microsoft.Web/serverFarms'
              }
            }
          ]
          serviceEndpoints: [
            {
              service: 'Microsoft.Web'
            }
          ]
        }
      }
    ]
  }

  resource webSubnet 'subnets' existing = {
    name: 'web-app'
  }
}

output webSubnetId string = network::webSubnet.id
