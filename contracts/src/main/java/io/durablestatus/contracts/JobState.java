package io.durablestatus.contracts;

public enum JobState {
    A
}
