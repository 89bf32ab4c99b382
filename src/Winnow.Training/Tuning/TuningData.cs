using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Training.Tuning;

/// <summary>What a search may see: training and validation part of a split. There is no way from here to the test part.</summary>
public sealed class TuningData
{
    private TuningData(string protocol, Interactions train, HeldOut validation, string fingerprint) =>
        (Protocol, Train, Validation, Fingerprint) = (protocol, train, validation, fingerprint);

    /// <summary>How the data were cut, in words.</summary>
    public string Protocol { get; }

    /// <summary>What models learn from.</summary>
    public Interactions Train { get; }

    /// <summary>What they are judged on while they are tuned.</summary>
    public HeldOut Validation { get; }

    /// <summary>Fingerprint of the split.</summary>
    public string Fingerprint { get; }

    /// <summary>Takes the training and validation part of a split.</summary>
    /// <param name="split">A split with a validation part.</param>
    /// <exception cref="ArgumentException">It has none, or its validation part holds what the test part asks for.</exception>
    public static TuningData Of(InteractionSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        if (split.Validation is not { } validation)
            throw new ArgumentException($"The split '{split.Protocol}' has no validation part, and nothing is ever tuned on the test part. Cut one from the training part.", nameof(split));
        int shared = SharedPairs(validation, split.Test);
        if (shared > 0)
            throw new ArgumentException($"{shared} pairs of user and item are relevant both in validation and in test: what is tuned on the one has seen the other. "
                + "Cut the validation part from the training part.", nameof(split));
        return new TuningData(split.Protocol, split.Train, validation, split.Fingerprint);
    }

    private static int SharedPairs(HeldOut validation, HeldOut test)
    {
        Dictionary<int, int> rowOf = [];
        for (int row = 0; row < test.Users.Count; row++) rowOf[test.Users[row]] = row;
        int shared = 0;
        for (int row = 0; row < validation.Users.Count; row++)
            if (rowOf.TryGetValue(validation.Users[row], out int other)) shared += Common(validation.Relevant, row, test.Relevant, other);
        return shared;
    }

    private static int Common(CsrMatrix a, int rowOfA, CsrMatrix b, int rowOfB)
    {
        int common = 0;
        foreach (int item in a.Row(rowOfA)) if (b.Row(rowOfB).BinarySearch(item) >= 0) common++;
        return common;
    }
}
