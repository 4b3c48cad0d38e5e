package io.durablestatus.systemtests.run;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

final class ProgressBarView implements ProgressView {
    private final ProgressBar bar = new ProgressBarBuilder()
            .setTaskName("sample")
            .setUnit(" pairs", 1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(100)
            .build();

    @Override
    public void show(String state, long done, long total) {
        bar.setExtraMessage(state);
        bar.maxHint(total == 0 ? -1 : total);
        bar.stepTo(done);
    }

    @Override
    public void close() {
        bar.close();
    }
}
