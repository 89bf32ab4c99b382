using System.Globalization;

namespace Winnow.Serving;

/// <summary>Lets a stage in, or leaves it out for a while after it has failed again and again (a circuit breaker). Safe from any thread.</summary>
/// <remarks>After <see cref="FailuresToOpen"/> failures in a row, lateness being one, the stage is left out for a second; then one request tries it.
/// If that fails too, the time doubles, up to <see cref="LongestPause"/>. A stage that still runs late <see cref="MostLate"/> times over is left out as well,
/// so that a hanging one cannot use up the threads of the others.</remarks>
internal sealed class StageGate(TimeProvider time)
{
    public const int FailuresToOpen = 5, MostLate = 2;

    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private int _failures, _late;
    private TimeSpan _pause = FirstPause;
    private DateTimeOffset _openUntil = DateTimeOffset.MinValue;
    private bool _isTrying;

    /// <summary>Failures in a row.</summary>
    public int Failures
    {
        get
        {
            lock (_gate) return _failures;
        }
    }

    /// <summary>Asks for the stage.</summary>
    /// <param name="refusal">Why not, for the report.</param>
    public bool TryEnter(out string refusal)
    {
        lock (_gate)
        {
            refusal = "";
            if (_late >= MostLate) refusal = $"{_late} earlier runs have not ended yet";
            else if (_failures >= FailuresToOpen)
            {
                TimeSpan left = _openUntil - time.GetUtcNow();
                if (left > TimeSpan.Zero) refusal = string.Create(CultureInfo.InvariantCulture, $"left out after {_failures} failures in a row, for {left.TotalSeconds:0.0} s more");
                else if (_isTrying) refusal = $"left out after {_failures} failures in a row, while another request tries it";
                else _isTrying = true;
            }
            return refusal.Length == 0;
        }
    }

    /// <summary>The stage did its work.</summary>
    public void Succeeded()
    {
        lock (_gate) (_failures, _isTrying, _pause) = (0, false, FirstPause);
    }

    /// <summary>The stage threw or was late.</summary>
    public void Failed()
    {
        lock (_gate)
        {
            _failures++;
            if (_failures < FailuresToOpen) return;
            if (_isTrying) _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            _isTrying = false;
            _openUntil = time.GetUtcNow() + _pause;
        }
    }

    /// <summary>Nothing was learnt: the request was given up.</summary>
    public void GaveUp()
    {
        lock (_gate) _isTrying = false;
    }

    /// <summary>A run was left behind.</summary>
    public void LateBegan() => Interlocked.Increment(ref _late);

    /// <summary>A run that was left behind is over.</summary>
    public void LateEnded() => Interlocked.Decrement(ref _late);
}
