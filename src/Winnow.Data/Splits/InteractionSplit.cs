namespace Winnow.Data;

/// <summary>Interactions cut into what is learnt from, what is tuned on and what is judged on.</summary>
/// <param name="Protocol">How it was cut, in words that stand beside every result.</param>
/// <param name="Train">What models learn from.</param>
/// <param name="Validation">What models are tuned on, cut from the training part by the same rule; null: there is none.</param>
/// <param name="Test">What models are judged on, once.</param>
/// <param name="Fingerprint">Identifies the cut: a hash of the ids, of the events of the training part and of all that is held out,
/// 16 hexadecimal digits. Content of items and users, and the words of <paramref name="Protocol"/>, do not enter it.</param>
public sealed record InteractionSplit(string Protocol, Interactions Train, HeldOut? Validation, HeldOut Test, string Fingerprint)
{
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
}
