package io.durablestatus.web.status;

/** What asking the engine for an instance gave. */
sealed interface EngineAnswer {
    /** The engine showed the instance. */
    record Found(Instance instance) implements EngineAnswer {}

    /** The engine said 404. Alone this proves nothing: a host that is starting says it too. */
    record Missing() implements EngineAnswer {}

    /** No answer that can be used; {@code why} is for the log. */
    record Unreachable(String why) implements EngineAnswer {}
}
