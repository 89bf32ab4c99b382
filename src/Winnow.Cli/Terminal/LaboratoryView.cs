using Winnow.Training.Laboratory;
using Winnow.Training.Tuning;

namespace Winnow.Cli.Terminal;

/// <summary>Shows the work of the laboratory on standard error: a line that renews itself on a terminal, a line a result elsewhere.</summary>
internal sealed class LaboratoryView(string label, int cases = 0) : ILaboratoryObserver
{
    private readonly StatusLine _status = new();
    private string _phase = "";
    private long _began = TimeProvider.System.GetTimestamp();

    /// <inheritdoc/>
    public void OnPhase(string phase)
    {
        (_phase, _began) = (phase, TimeProvider.System.GetTimestamp());
        _status.Renew($"{label}  {phase} …");
    }

    /// <inheritdoc/>
    public void OnShare(double share)
    {
        TimeSpan spent = TimeProvider.System.GetElapsedTime(_began);
        string left = share > 0 ? $"  {Duration.Format(spent * ((1 - share) / share))} left" : "";
        _status.Renew($"{label}  {_phase}  {share,4:P0}{left}");
    }

    /// <inheritdoc/>
    public void OnLook(EpochLook look) => _status.Line($"{label}  epoch {look.Epochs,4}  validation {look.Value:0.00000}");

    /// <inheritdoc/>
    public void OnTrial(Trial trial, Trial? best)
    {
        string of = cases > 0 ? $"/{cases}" : "", epochs = trial.Epochs is { } e ? $", {e} epochs" : "";
        string outcome = trial.Value is { } value ? $"{value:0.00000}{epochs}" : $"failed: {trial.Error}";
        string mark = best?.Number == trial.Number ? "  best so far" : best is { } b ? $"  best {b.Value:0.00000}" : "";
        _status.Line($"{label}  trial {trial.Number}{of}  {trial.SettingsText}  {outcome}  {trial.Seconds:0.0} s{mark}");
    }

    /// <summary>Clears the line that renews itself.</summary>
    public void Done() => _status.Renew("");
}
