package io.durablestatus.systemtests.environment;

import io.durablestatus.localruntime.launcher.Addresses;
import io.durablestatus.localruntime.launcher.LocalSystem;
import io.durablestatus.localruntime.launcher.LocalSystemSettings;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the {@link Addresses} of a local system that starts when the first test asks, on free ports with its own data,
 * and stops after the last. Tests share it as strangers share a deployed system: each is a user of its own.
 */
public final class LocalSystemExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(LocalSystemExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Addresses.class;
    }

    @Override
    public Addresses resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("system", key -> start(), LocalSystem.class)
                .addresses();
    }

    private static LocalSystem start() {
        return LocalSystem.start(new LocalSystemSettings(Project.SYSTEM, Project.newDataFolder("shared"), 0, true));
    }
}
