namespace Winnow.Evaluation;

/// <summary>Mean AUC within groups, weighted by impressions, and what it is a mean of.</summary>
/// <param name="Value">Σ_g n_g·AUC_g / Σ_g n_g over the groups with both classes, n_g = the group's rows (or their weight).
/// NaN if there is no such group.</param>
/// <param name="GroupsUsed">Groups with a positive and a negative row.</param>
/// <param name="GroupsLeftOut">Groups with one class only: they have no order to judge.</param>
/// <param name="RowsUsed">Rows in the groups used.</param>
/// <param name="RowsLeftOut">Rows in the groups left out, and rows without a group (key 0).</param>
/// <remarks>Zhou et al., Deep Interest Network, KDD 2018, section 6.3. It does not reward telling active users from idle ones,
/// which plain AUC does, so it is closer to what a ranked page shows.</remarks>
public readonly record struct GroupedAuc(double Value, int GroupsUsed, int GroupsLeftOut, int RowsUsed, int RowsLeftOut)
{
    /// <summary>Share of the rows that the mean speaks of, in [0, 1].</summary>
    public double Coverage => (double)RowsUsed / (RowsUsed + RowsLeftOut);
}
