namespace Winnow.Serving;

/// <summary>Settings of calibration: the page shows the values of an attribute (genres) in the shares in which the user took them.</summary>
/// <remarks>Steck, "Calibrated Recommendations", RecSys 2018. With p the shares in the history and q those on the page (equations 2 and 3, all
/// items with weight 1), the page maximises (1 − weight) · Σ relevance − weight · KL(p ‖ q̃), q̃ = (1 − smoothing) · q + smoothing · p (equations
/// 4 and 5), item by item. An item with several values counts for each of them in equal parts; one without a value changes no share. A user
/// without such a history gets the page that he would get without calibration.</remarks>
public sealed record CalibrateOptions
{
    /// <summary>Name of the item feature. Required.</summary>
    public string Attribute { get; init; } = "";

    /// <summary>Weight of calibration against everything else, in [0, 1]; 0: none. Default 0.1.</summary>
    public float Weight { get; init; } = 0.1f;

    /// <summary>Share of p in q̃, which keeps the divergence finite, in [0.000001, 0.5]. Default 0.01, as in the paper.</summary>
    public float Smoothing { get; init; } = 0.01f;

    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Attribute)) yield return "calibrate.attribute is missing; name a feature of the items, such as genres";
        if (!(Weight is >= 0 and <= 1)) yield return $"calibrate.weight is {Weight}, it must lie in [0, 1]";
        if (!(Smoothing is >= 1e-6f and <= 0.5f)) yield return $"calibrate.smoothing is {Smoothing}, it must lie in [0.000001, 0.5]";
    }
}
