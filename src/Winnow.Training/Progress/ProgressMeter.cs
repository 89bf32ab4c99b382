namespace Winnow.Training.Progress;

/// <summary>Measures rate and time left and tells the observer a few times a second.</summary>
internal sealed class ProgressMeter(ITrainingObserver? observer, TimeProvider time, int epochs, long? rowsPerEpoch)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private long _lastReport = time.GetTimestamp(), _epochStart = time.GetTimestamp();
    private long _rows, _epochRows, _epochRowsAtStart;
    private double _lossSum;
    private int _steps;

    /// <summary>Starts the clock of an epoch.</summary>
    /// <param name="rowsDone">Rows of it that were done before, in an interrupted run.</param>
    public void StartEpoch(long rowsDone)
    {
        _epochStart = _lastReport = time.GetTimestamp();
        (_epochRows, _epochRowsAtStart, _rows, _lossSum, _steps) = (rowsDone, rowsDone, 0, 0, 0);
    }

    /// <summary>Counts a step and reports if it is time.</summary>
    public void Count(long step, int epoch, int rows, float loss, float learningRate)
    {
        _rows += rows;
        _epochRows += rows;
        _lossSum += loss;
        _steps++;
        if (observer is null) return;
        long now = time.GetTimestamp();
        TimeSpan since = time.GetElapsedTime(_lastReport, now);
        bool ends = _epochRows == rowsPerEpoch;
        if (since < s_interval && !ends) return;
        TrainingProgress progress = new(
            step, epoch, epochs, rowsPerEpoch is { } all ? (double)_epochRows / all : double.NaN,
            _rows / Math.Max(since.TotalSeconds, 1e-9), _lossSum / _steps, learningRate, TimeLeft(now));
        (_lastReport, _rows, _lossSum, _steps) = (now, 0, 0, 0);
        observer.OnProgress(progress);
    }

    private TimeSpan? TimeLeft(long now)
    {
        if (rowsPerEpoch is not { } all) return null;
        long done = _epochRows - _epochRowsAtStart;
        return time.GetElapsedTime(_epochStart, now) * ((double)(all - _epochRows) / Math.Max(done, 1));
    }
}
