using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The examples of one pass: every event and beside it uniformly drawn items the user did not take, all shuffled.</summary>
internal sealed class NegativeSamples
{
    private const int ChunkUsers = 64;

    private readonly CsrMatrix _byUser;
    private readonly int _negatives;
    private readonly int[] _starts;             // of each user, in examples
    private readonly ulong[] _examples;

    public NegativeSamples(CsrMatrix byUser, int negatives)
    {
        (_byUser, _negatives) = (byUser, negatives);
        _starts = new int[byUser.Rows + 1];
        for (int user = 0; user < byUser.Rows; user++)
        {
            int taken = byUser.RowLength(user);
            // He who took everything left nothing to tell it from.
            _starts[user + 1] = checked(_starts[user] + (taken == byUser.Cols ? 0 : taken * (1 + negatives)));
        }
        _examples = new ulong[_starts[^1]];
    }

    /// <summary>Number of examples.</summary>
    public int Count => _examples.Length;

    /// <summary>The example at a place: user, item, whether he took it.</summary>
    public (int User, int Item, bool Taken) this[int i] =>
        ((int)(_examples[i] >> 32), (int)((uint)_examples[i] >> 1), (_examples[i] & 1) == 1);

    /// <summary>Draws anew; a function of the stream, not of the threads.</summary>
    public void Draw(RandomStream random, WorkerTeam team)
    {
        Job job = new() { Samples = this, Random = random.Fork("negatives") };
        team.Run(ref job, (_byUser.Rows + ChunkUsers - 1) / ChunkUsers);
        random.Fork("order").Shuffle(_examples.AsSpan());
    }

    private void DrawUser(int user, RandomStream random)
    {
        int at = _starts[user];
        if (at == _starts[user + 1]) return;
        ulong drawn = 0, high = (ulong)user << 32;
        ReadOnlySpan<int> taken = _byUser.Row(user);
        foreach (int item in taken)
        {
            _examples[at++] = high | ((uint)item << 1) | 1;
            for (int n = 0; n < _negatives; n++)
            {
                int left;
                do
                {
                    left = random.Below(drawn++, _byUser.Cols);
                }
                while (taken.BinarySearch(left) >= 0);
                _examples[at++] = high | ((uint)left << 1);
            }
        }
    }

    private struct Job : IParallelJob
    {
        public NegativeSamples Samples;
        public RandomStream Random;

        public readonly void Run(int chunk)
        {
            for (int user = chunk * ChunkUsers; user < Math.Min(Samples._byUser.Rows, (chunk + 1) * ChunkUsers); user++)
                Samples.DrawUser(user, Random.Fork((ulong)user));
        }
    }
}
