using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Numbers of the release and those of a model for the same users or items: ids agree by their text.</summary>
internal sealed class NumberMap
{
    private readonly int[] _toModel, _toRelease;            // -1: unknown there

    /// <summary>Finds the ids of both.</summary>
    public NumberMap(IdIndex release, IdIndex model) : this(Find(release, model), model.Count)
    {
    }

    private NumberMap(int[] toModel, int model)
    {
        (_toModel, _toRelease) = (toModel, new int[model]);
        Array.Fill(_toRelease, -1);
        for (int i = 0; i < toModel.Length; i++)
        {
            if (toModel[i] < 0) continue;
            _toRelease[toModel[i]] = i;
            Shared++;
        }
    }

    /// <summary>How many the release has.</summary>
    public int Release => _toModel.Length;

    /// <summary>How many the model has.</summary>
    public int Model => _toRelease.Length;

    /// <summary>How many both know.</summary>
    public int Shared { get; }

    /// <summary>Number in the model; −1 if it does not know it.</summary>
    public int ToModel(int number) => number < 0 ? -1 : _toModel[number];

    /// <summary>Number in the release; −1 if it does not know it.</summary>
    public int ToRelease(int number) => _toRelease[number];

    /// <summary>Reads a map that <see cref="Write"/> wrote.</summary>
    /// <exception cref="Training.Storage.StorageException">It is damaged, or of another number of users or items.</exception>
    public static NumberMap Read(string path, int release)
    {
        using PackedFile file = PackedFile.Open(path);
        int[] toModel = file.Array<int>("toModel", release).Slice(0, release).ToArray();
        int model = file.Array<int>("count", 1)[0];
        return toModel.Length == 0 || (toModel.Min() >= -1 && toModel.Max() < model) ? new NumberMap(toModel, model) : throw file.Damaged("has numbers that the model has not");
    }

    /// <summary>Writes the map, so that opening a release need not look for millions of ids.</summary>
    public void Write(string path) => PackedFile.Write(path, PackedArray.Of("toModel", _toModel), PackedArray.Of("count", new[] { Model }));

    /// <summary>Those of a history that the model knows, in order.</summary>
    /// <returns>How many were written.</returns>
    public int ToModel(IReadOnlyList<int> history, Span<int> known)
    {
        int count = 0;
        for (int i = 0; i < history.Count; i++)
            if (ToModel(history[i]) is >= 0 and int number) known[count++] = number;
        return count;
    }

    private static int[] Find(IdIndex release, IdIndex model)
    {
        int[] toModel = new int[release.Count];
        for (int i = 0; i < toModel.Length; i++) toModel[i] = model.TryFind(release[i], out int number) ? number : -1;
        return toModel;
    }
}
