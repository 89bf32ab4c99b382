namespace Winnow.Data;

/// <summary>Renumbers the users or items that have an event, in their order.</summary>
internal static class EventGroups
{
    /// <summary>The new number of each group, −1 for those without an event.</summary>
    public static int[] Numbers(ReadOnlySpan<int> groupOf, int groups)
    {
        int[] numbers = new int[groups];
        numbers.AsSpan().Fill(-1);
        foreach (int group in groupOf) numbers[group] = 0;
        int next = 0;
        for (int i = 0; i < numbers.Length; i++)
            if (numbers[i] == 0) numbers[i] = next++;
        return numbers;
    }

    /// <summary>The groups that have a number.</summary>
    public static int[] Kept(int[] numbers) => [.. Enumerable.Range(0, numbers.Length).Where(i => numbers[i] >= 0)];
}
