/**
 * The wire of a task hub: the durable task protocol's gRPC service for clients and for workers of any SDK. It maps
 * messages and status codes and keeps the streams of workers; what the calls mean is the engine's.
 */
package io.durablestatus.localruntime.taskhub.grpc;
