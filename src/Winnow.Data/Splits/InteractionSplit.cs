namespace Winnow.Data;

/// <summary>Interactions cut into what is learnt from, what is tuned on and what is judged on.</summary>
/// <param name="Protocol">How it was cut, in words that stand beside every result.</param>
/// <param name="Train">What models learn from.</param>
/// <param name="Validation">What models are tuned on, cut from the training part by the same rule; null: there is none.</param>
/// <param name="Test">What models are judged on, once.</param>
/// <param name="Fingerprint">Identifies the cut: a hash of everything in it, 16 hexadecimal digits.</param>
public sealed record InteractionSplit(string Protocol, Interactions Train, HeldOut? Validation, HeldOut Test, string Fingerprint);
