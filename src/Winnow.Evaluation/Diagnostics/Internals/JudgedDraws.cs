using System.Runtime.InteropServices;
using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Draws at random which of each judged user's items are judged, as many as the split judges.</summary>
internal sealed class JudgedDraws
{
    private readonly int[] _starts, _pool, _judged;
    private readonly int[] _always;                        // counts of the users of whom the smaller, known part is drawn
    private readonly RandomStream _random;

    public JudgedDraws(HeldOut part, int items, RandomStream random)
    {
        int users = part.Users.Count;
        (_starts, _judged, _always, _random) = (new int[users + 1], new int[users], new int[items], random);
        List<int> pool = [];
        Expected = new double[items];
        for (int row = 0; row < users; row++)
        {
            ReadOnlySpan<int> relevant = part.Relevant.Row(row);
            pool.AddRange(relevant);
            foreach (int item in part.Histories.Row(row))
                if (relevant.BinarySearch(item) < 0) pool.Add(item);
            _starts[row + 1] = pool.Count;
            _judged[row] = relevant.Length;
            foreach (int item in CollectionsMarshal.AsSpan(pool)[_starts[row]..])
            {
                Expected[item] += (double)relevant.Length / (pool.Count - _starts[row]);
                if (DrawsKnown(row)) _always[item]++;
            }
            Judged += _judged[row];
            Known += pool.Count - _starts[row] - _judged[row];
            Picks += Math.Min(_judged[row], pool.Count - _starts[row] - _judged[row]);
        }
        _pool = [.. pool];
    }

    /// <summary>Interactions picked at random in a draw.</summary>
    public long Picks { get; }

    /// <summary>Judged pairs.</summary>
    public long Judged { get; }

    /// <summary>Known pairs of the judged users.</summary>
    public long Known { get; }

    /// <summary>Expected number of judged interactions of each item.</summary>
    public double[] Expected { get; }

    /// <summary>Counts of the judged interactions of each item in draw number <paramref name="draw"/>.</summary>
    /// <remarks>The pool is left permuted, which is as good a start for the next draw; so draws are made in order.</remarks>
    public void Draw(int draw, Span<int> counts)
    {
        RandomStream random = _random.Fork((ulong)draw);
        _always.CopyTo(counts);
        ulong at = 0;
        for (int row = 0; row < _judged.Length; row++)
        {
            Span<int> mine = _pool.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);
            bool known = DrawsKnown(row);
            int picks = known ? mine.Length - _judged[row] : _judged[row], step = known ? -1 : 1;
            for (int i = 0; i < picks; i++)
            {
                int other = i + random.Below(at++, mine.Length - i);
                (mine[i], mine[other]) = (mine[other], mine[i]);
                counts[mine[i]] += step;
            }
        }
    }

    private bool DrawsKnown(int row) => 2 * _judged[row] > _starts[row + 1] - _starts[row];
}
