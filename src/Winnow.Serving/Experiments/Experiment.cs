using System.Text;
using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Which users see which variant. Immutable; safe from any thread.</summary>
/// <remarks>
/// A user's place in [0, 1) is hash64(user, salt of the experiment) / 2⁶⁴: the same at every request, on every server and after every restart, independent of other
/// experiments, and uniform. The arms take intervals of it in order; who is in none sees the main variant. Growing the last arm moves nobody between the others.
/// </remarks>
public sealed class Experiment
{
    private readonly ulong _salt;

    /// <summary>Takes the arms.</summary>
    /// <param name="name">Name: another one deals the users anew.</param>
    /// <param name="arms">Variants and their shares of the users.</param>
    /// <param name="shadow">The variant that answers a share of the requests a second time, unseen; null: none.</param>
    /// <exception cref="ArgumentException">A share is outside of [0, 1], they add up to more than 1, or a variant comes twice.</exception>
    public Experiment(string name, IReadOnlyList<ExperimentArm> arms, ExperimentArm? shadow = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(arms);
        string[] faults = [.. Faults(arms, shadow)];
        if (faults.Length > 0) throw new ArgumentException($"The experiment '{name}' cannot run: {string.Join("; ", faults)}.");
        (Name, Arms, Shadow, _salt) = (name, [.. arms], shadow, FeatureKey.Salt("experiment/" + name));
    }

    /// <summary>Nobody sees anything but the main variant.</summary>
    public static Experiment None { get; } = new("none", []);

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Variants and their shares.</summary>
    public IReadOnlyList<ExperimentArm> Arms { get; }

    /// <summary>The variant that answers unseen; null: none.</summary>
    public ExperimentArm? Shadow { get; }

    /// <summary>The variant of a user; the main one for whom nobody knows and for those in no arm.</summary>
    public string VariantOf(string? user)
    {
        if (user is null || Arms.Count == 0) return ReleaseRegistry.Main;
        double place = Place(user), end = 0;
        foreach (ExperimentArm arm in Arms)
            if (place < (end += arm.Share)) return arm.Variant;
        return ReleaseRegistry.Main;
    }

    /// <summary>A user's place in [0, 1).</summary>
    internal double Place(string user)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (!Encoding.UTF8.TryGetBytes(user, bytes, out int written))
        {
            bytes = Encoding.UTF8.GetBytes(user);
            written = bytes.Length;
        }
        return (FeatureKey.Hash(bytes[..written], _salt) >> 11) * (1.0 / (1ul << 53));
    }

    private static IEnumerable<string> Faults(IReadOnlyList<ExperimentArm> arms, ExperimentArm? shadow)
    {
        foreach (ExperimentArm arm in shadow is null ? arms : [.. arms, shadow])
        {
            if (string.IsNullOrWhiteSpace(arm.Variant)) yield return "an arm has no variant; expected the name of one";
            if (!(arm.Share is >= 0 and <= 1)) yield return $"the share of '{arm.Variant}' is {arm.Share}; expected 0 to 1";
        }
        double sum = arms.Sum(a => a.Share);
        if (sum > 1 + 1e-9) yield return $"the shares add up to {sum:0.###}; expected 1 at most, the rest sees '{ReleaseRegistry.Main}'";
        foreach (string twice in arms.GroupBy(a => a.Variant, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
            yield return $"the variant '{twice}' comes twice; expected one share for each";
    }
}
