using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Interactions cut into what is learnt from, what is tuned on and what is judged on.</summary>
/// <param name="Protocol">How it was cut, in words that stand beside every result.</param>
/// <param name="Train">What models learn from.</param>
/// <param name="Validation">What models are tuned on, cut from the training part; null: there is none.</param>
/// <param name="Test">What models are judged on, once. Its histories hold training and validation: all that is known by then.</param>
/// <param name="Fingerprint">Identifies the cut: a hash of the ids, of the events of the training part and of all that is held out,
/// 16 hexadecimal digits. Content of items and users, and the words of <paramref name="Protocol"/>, do not enter it.</param>
public sealed partial record InteractionSplit(string Protocol, Interactions Train, HeldOut? Validation, HeldOut Test, string Fingerprint)
{
    /// <summary>The events that validation keeps out of training, with values and times; folded-in ones included. Null: unknown, or
    /// there is no validation part.</summary>
    public Interactions? ValidationEvents { get; init; }

    /// <summary>The events that the test keeps out of training, with values and times; folded-in ones included. Null: unknown.</summary>
    public Interactions? TestEvents { get; init; }

    /// <summary>Puts the parts together and takes their fingerprint.</summary>
    /// <param name="protocol">How it was cut.</param>
    /// <param name="train">What models learn from.</param>
    /// <param name="validation">What models are tuned on; null: there is none.</param>
    /// <param name="test">What models are judged on.</param>
    /// <exception cref="ArgumentException">The parts have different numbers of items, or a judged user is none of the log.</exception>
    public static InteractionSplit Of(string protocol, Interactions train, HeldOut? validation, HeldOut test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        foreach (HeldOut part in validation is null ? [test] : (HeldOut[])[validation, test])
        {
            if (part.Relevant.Cols != train.Items.Count)
                throw new ArgumentException($"A held-out part of {part.Relevant.Cols} items came with a training part of {train.Items.Count}; they must share the items.");
            if (part.Users.Count > 0 && (part.Users[0] < 0 || part.Users[^1] >= train.Users.Count))
                throw new ArgumentException($"A held-out part names users {part.Users[0]} to {part.Users[^1]}; the log has {train.Users.Count}.");
        }
        return new InteractionSplit(protocol, train, validation, test, SplitFingerprint.Of(train, validation, test));
    }

    /// <summary>The split for the last fit: validation is put back into training. The test part stays as it is.</summary>
    /// <returns>This split, if it has no validation part.</returns>
    /// <exception cref="InvalidOperationException">The validation events are not known, because the split was not cut by a rule.</exception>
    public InteractionSplit Refit()
    {
        if (Validation is null) return this;
        if (ValidationEvents is null)
            throw new InvalidOperationException("This split was put together from parts, so the events of its validation part are not known. Cut it by a rule, or give it without validation.");
        return Of(Protocol + "; refitted on training and validation", EventSubset.Concatenated(Train, ValidationEvents), null, Test) with { TestEvents = TestEvents };
    }

    /// <summary>The split with a validation part cut from its training part. The test part stays as it is.</summary>
    /// <param name="rule">How to cut.</param>
    /// <param name="seed">Seed of the stream <c>split/validation</c>.</param>
    /// <param name="withTestNegatives">Whether validation ranks against the negatives of the test part, where it has them, as the
    /// RecSys 2019 study does for NeuMF; users without such negatives are then not validated on. False: the whole catalogue.</param>
    /// <exception cref="InvalidOperationException">There is a validation part already; take <see cref="Refit"/> first.</exception>
    /// <exception cref="ArgumentException">The rule does not fit the training part.</exception>
    /// <exception cref="NotSupportedException">The rule holds out whole users.</exception>
    public InteractionSplit WithValidation(SplitRule rule, ulong seed, bool withTestNegatives = false)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (Validation is not null) throw new InvalidOperationException("This split has a validation part already. Put it back by Refit() before another is cut.");
        CsrMatrix? negatives = withTestNegatives ? TestNegatives() : null;
        return Cut(rule, new RandomStream(seed, "split").Fork("validation"), negatives, $"; validation: {rule.Describe(seed)}{(withTestNegatives ? ", against the test negatives" : "")}");
    }

    internal InteractionSplit Cut(SplitRule rule, RandomStream random, CsrMatrix? negatives, string words)
    {
        (Interactions train, Interactions held) = rule.Take(Train, random);
        HeldOut validation = JudgedUsers.Of(train.ByUser, held, negatives);
        return Of(Protocol + words, train, validation, Test) with { TestEvents = TestEvents, ValidationEvents = held };
    }

    private CsrMatrix TestNegatives()
    {
        if (Test.Negatives is not { } negatives)
            throw new ArgumentException("The test part ranks the whole catalogue and has no negatives that validation could rank against.");
        return MatrixRows.Spread(negatives, Test.Users, Train.Users.Count);
    }
}
