using System.Globalization;

namespace Winnow.Serving;

/// <summary>Lets a stage in, or leaves it out for a while after it has failed again and again (a circuit breaker). Safe from any thread.</summary>
/// <remarks>After <see cref="FaultsToOpen"/> exceptions in a row, or <see cref="LatenessesToOpen"/> times late — one hiccup of the machine makes many
/// requests late at once —, the stage is left out for a second; then one request tries it. If that fails too, the time doubles, up to
/// <see cref="LongestPause"/>. A stage of which <see cref="MostLate"/> late runs have not ended is left out as well, so that a hanging one cannot use up
/// the threads of the others.</remarks>
internal sealed class StageGate(TimeProvider time)
{
    public const int FaultsToOpen = 5, LatenessesToOpen = 20, MostLate = 4;

    private const int FaultWeight = LatenessesToOpen / FaultsToOpen;

    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private int _failures, _weight, _late;
    private TimeSpan _pause = FirstPause;
    private DateTimeOffset _openUntil = DateTimeOffset.MinValue;
    private bool _isTrying;

    private bool IsOpen => _weight >= LatenessesToOpen;

    /// <summary>Asks for the stage.</summary>
    /// <param name="refusal">Why not, for the report.</param>
    public bool TryEnter(out string refusal)
    {
        lock (_gate)
        {
            refusal = "";
            if (_late >= MostLate) refusal = $"{_late} earlier runs have not ended yet";
            else if (IsOpen)
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
        lock (_gate) (_failures, _weight, _isTrying, _pause) = (0, 0, false, FirstPause);
    }

    /// <summary>The stage threw or was late.</summary>
    public void Failed(bool late)
    {
        lock (_gate)
        {
            _failures++;
            _weight += late ? 1 : FaultWeight;
            if (!IsOpen) return;
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
