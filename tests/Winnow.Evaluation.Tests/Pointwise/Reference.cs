namespace Winnow.Evaluation.Tests.Pointwise;

/// <summary>The definitions, pair by pair.</summary>
internal static class Reference
{
    internal static double Auc(float[] scores, float[] labels, float[] weights)
    {
        double right = 0, pairs = 0;
        for (int i = 0; i < scores.Length; i++)
        for (int j = 0; j < scores.Length; j++)
        {
            if (labels[i] != 1 || labels[j] != 0) continue;
            double weight = (double)weights[i] * weights[j];
            pairs += weight;
            if (scores[i] > scores[j]) right += weight;
            if (scores[i] == scores[j]) right += weight / 2;
        }
        return pairs > 0 ? right / pairs : double.NaN;
    }

    internal static double Gauc(float[] scores, float[] labels, float[] weights, ulong[] groups)
    {
        double sum = 0, total = 0;
        foreach (ulong group in groups.Where(g => g != 0).Distinct())
        {
            int[] rows = [.. Enumerable.Range(0, scores.Length).Where(i => groups[i] == group)];
            double auc = Auc([.. rows.Select(i => scores[i])], [.. rows.Select(i => labels[i])], [.. rows.Select(i => weights[i])]);
            if (double.IsNaN(auc)) continue;
            double weight = rows.Sum(i => (double)weights[i]);
            sum += weight * auc;
            total += weight;
        }
        return total > 0 ? sum / total : double.NaN;
    }
}
