using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>The items that a model ranks highest for each user, as an exact index found them after the last pass.</summary>
/// <param name="options">How many, and from how deep.</param>
/// <param name="items">Items of the catalogue.</param>
internal sealed unsafe class HardNegatives(TwoTowerOptions options, int items)
{
    private const int BlockUsers = 1024;

    private readonly int _depth = Math.Min(options.HardDepth, items);
    private int[] _pool = [];

    /// <summary>Number that is drawn for a step: none before the first refresh.</summary>
    public int Count => _pool.Length == 0 ? 0 : options.HardNegatives;

    /// <summary>Draws one for a user.</summary>
    public int Draw(int user, RandomStream random, ulong number) => _pool[user * _depth + random.Below(number, _depth)];

    /// <summary>Ranks anew.</summary>
    /// <param name="net">The model as it is.</param>
    /// <param name="team">The threads that search.</param>
    public void Refresh(TwoTowerNet net, WorkerTeam team)
    {
        if (options.HardNegatives == 0 || net.Users == 0 || _depth == 0) return;
        ModelVersion version = new("now");
        PinnedMatrix vectors = new(net.Items, options.Factors), queries = new(Math.Min(BlockUsers, net.Users), options.Factors);
        net.ItemVectors(vectors.View);
        using ExactIndex index = new(version, vectors.View, [], options.Metric);
        Neighbor[] found = new Neighbor[queries.Rows * _depth];
        if (_pool.Length == 0) _pool = new int[net.Users * _depth];
        for (int first = 0; first < net.Users; first += queries.Rows)
        {
            int count = Math.Min(queries.Rows, net.Users - first);
            for (int i = 0; i < count; i++) net.UserVector(first + i, net.Sequences.Of(first + i), queries.Row(i));
            index.SearchBatch(version, queries.View.RowRange(0, count), found.AsSpan(0, count * _depth), _depth, team);
            for (int i = 0; i < count * _depth; i++) _pool[first * _depth + i] = found[i].Id;
        }
    }
}
