using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Numbers of the release and those of a model for the same users or items: ids agree by their text.</summary>
internal sealed class NumberMap
{
    private readonly int[]? _toModel, _toRelease;           // null: the numbers are the same

    public NumberMap(IdIndex release, IdIndex model)
    {
        (Release, Model) = (release.Count, model.Count);
        int[] toModel = new int[release.Count], toRelease = new int[model.Count];
        Array.Fill(toRelease, -1);
        bool same = release.Count == model.Count;
        for (int i = 0; i < toModel.Length; i++)
        {
            toModel[i] = model.TryFind(release[i], out int number) ? number : -1;
            if (toModel[i] >= 0)
            {
                toRelease[number] = i;
                Shared++;
            }
            same &= toModel[i] == i;
        }
        if (!same) (_toModel, _toRelease) = (toModel, toRelease);
    }

    /// <summary>How many the release has.</summary>
    public int Release { get; }

    /// <summary>How many the model has.</summary>
    public int Model { get; }

    /// <summary>How many both know.</summary>
    public int Shared { get; }

    /// <summary>Number in the model; −1 if it does not know it.</summary>
    public int ToModel(int number) => number < 0 ? -1 : _toModel is null ? number : _toModel[number];

    /// <summary>Number in the release; −1 if it does not know it.</summary>
    public int ToRelease(int number) => _toRelease is null ? number : _toRelease[number];

    /// <summary>Those of a history that the model knows, in order.</summary>
    /// <returns>How many were written.</returns>
    public int ToModel(IReadOnlyList<int> history, Span<int> known)
    {
        int count = 0;
        for (int i = 0; i < history.Count; i++)
            if (ToModel(history[i]) is >= 0 and int number) known[count++] = number;
        return count;
    }
}
