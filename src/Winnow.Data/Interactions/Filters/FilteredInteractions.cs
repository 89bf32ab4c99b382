using System.Globalization;
using System.Text;

namespace Winnow.Data;

/// <summary>What filters left of a log, and what each removed.</summary>
/// <param name="Log">What is left.</param>
/// <param name="Steps">The log as it came, then after each filter.</param>
public sealed record FilteredInteractions(Interactions Log, IReadOnlyList<FilterStep> Steps)
{
    /// <summary>A table: for each filter the users, items and events left, and in brackets those it removed.</summary>
    public override string ToString()
    {
        int width = Math.Max(6, Steps.Max(s => s.Filter.Length));
        StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"{"filter".PadRight(width)}{"users",24}{"items",24}{"events",28}\n"));
        for (int i = 0; i < Steps.Count; i++)
        {
            FilterStep step = Steps[i], before = Steps[Math.Max(0, i - 1)];
            text.Append(CultureInfo.InvariantCulture, $"{step.Filter.PadRight(width)}{Cell(step.Users, before.Users),24}{Cell(step.Items, before.Items),24}{Cell(step.Events, before.Events),28}\n");
        }
        return text.ToString();
    }

    private static string Cell(long left, long before) =>
        left == before ? left.ToString("N0", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{left:N0} (−{before - left:N0})");
}
