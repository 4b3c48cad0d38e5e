// One identity per app, so that each app holds only its own rights. Made before the apps: roles can be
// granted before a host starts, and survive the deletion of an app.

param location string
param tags object
param webIdentityName string
param functionIdentityName string

resource webIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: webIdentityName
  location: location
  tags: tags
}

resource functionIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: functionIdentityName
  location: location
  tags: tags
}
