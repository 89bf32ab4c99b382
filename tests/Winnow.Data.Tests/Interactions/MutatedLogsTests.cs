using System.Text;
using Winnow.Data.Tests.Records;

namespace Winnow.Data.Tests.Interactions;

using Interactions = Winnow.Data.Interactions;

/// <summary>Broken files of interactions: whatever is read fits together, and every line is a good one or counted.</summary>
public sealed class MutatedLogsTests
{
    private const int FilesPerLayout = 600;

    [Theory]
    [InlineData(InteractionLayout.Rows), InlineData(InteractionLayout.Lists), InlineData(InteractionLayout.CountedLists), InlineData(InteractionLayout.ItemLists)]
    public void Read_MutatedFiles_NeverBreaks(InteractionLayout layout)
    {
        string text = Text(layout);
        Random random = new(20_260 + (int)layout);
        for (int i = 0; i < FilesPerLayout; i++) Check(layout, Mutation.Of(text, random));
    }

    private static void Check(InteractionLayout layout, byte[] text)
    {
        BadRowLog bad = new(new BadRowLimit(1, 0));
        InteractionFormat format = new() { Layout = layout, User = "user", Item = "item", Value = layout == InteractionLayout.Rows ? "value" : null, File = new FileFormat() };
        Interactions log;
        InteractionReadReport report;
        try
        {
            log = InteractionsFile.Read([TextOrigin.OfBytes("broken", text)], format, new InteractionReadOptions { BadRows = bad, Threads = 1 }, out report);
        }
        catch (Exception e) when (e is BadDataException or ArgumentException)
        {
            Assert.Contains("broken", e.Message);                    // the header is gone, or the file is binary
            return;
        }

        Assert.Equal(report.Rows, bad.Rows);
        Assert.Equal(log.Count, log.UserOf.Length);
        Assert.True(log.ByUser.Entries <= log.Count);
        Assert.Equal(log.ByUser.Entries, log.ByItem.Entries);
        if (layout == InteractionLayout.Rows) Assert.Equal(report.Rows, log.Count + bad.Count);
    }

    private static string Text(InteractionLayout layout)
    {
        StringBuilder text = new(layout == InteractionLayout.Rows ? "user,item,value\n" : "");
        Random random = new(1);
        for (int line = 0; line < 40; line++)
        {
            int[] items = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(100))];
            text.Append(layout switch
            {
                InteractionLayout.Rows => $"u{line % 7},\"i {random.Next(9)}\",{random.Next(5)}.5",
                InteractionLayout.Lists => $"u{line} {string.Join(' ', items)}",
                InteractionLayout.CountedLists => $"{items.Length} {string.Join(' ', items)}",
                _ => string.Join(' ', items),
            }).Append('\n');
        }
        return text.ToString();
    }
}
