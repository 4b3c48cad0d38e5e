/**
 * What a task hub does: it turns commands, completions and timers into turns of orchestrations, and the answers of turns
 * into history, activities, timers and children, one transaction each. It knows the protocol's messages as data, and
 * neither the gRPC server nor how user code is called.
 */
package io.durablestatus.localruntime.taskhub.engine;
