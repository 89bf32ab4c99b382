namespace Winnow.Training.Tuning;

/// <summary>One measurement of a search.</summary>
/// <param name="Number">Number of the trial, from 1.</param>
/// <param name="Settings">The settings tried.</param>
/// <param name="Value">The validation metric; null: it failed.</param>
/// <param name="Epochs">Epochs of the best validation, for models that learn in passes; null for others.</param>
/// <param name="Error">Why it failed; null: it did not.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record Trial(int Number, IReadOnlyDictionary<string, string> Settings, double? Value, int? Epochs, string? Error, double Seconds)
{
    /// <summary><c>topK=100, shrink=3</c>.</summary>
    public string SettingsText => string.Join(", ", Settings.Select(s => $"{s.Key}={s.Value}"));
}

/// <summary>What one measurement gives.</summary>
/// <param name="Value">The validation metric, finite; higher is better.</param>
/// <param name="Epochs">Epochs of the best validation, for models that learn in passes; null for others.</param>
public readonly record struct Measurement(double Value, int? Epochs = null);
