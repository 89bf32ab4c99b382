using System.Text;

namespace Winnow.Data.Tests.Splits;

public sealed class HoldOutTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-").FullName;
    private readonly FeatureSchema _schema = new([new Column("id", ColumnKind.Id), new Column("at", ColumnKind.Time), new Column("y", ColumnKind.Label)]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData(SplitOrder.Given), InlineData(SplitOrder.Random), InlineData(SplitOrder.Time)]
    public void Split_AnyOrder_PutsEachRowIntoExactlyOnePart(SplitOrder order)
    {
        RecordFile file = TwoFiles(rows: 20_000);

        HeldOutParts parts = new HoldOut { Order = order, Validation = 0.2f, Test = 0.1f }.Split(file, _schema, seed: 3);

        string[] train = Ids(parts.Train), validation = Ids(parts.Validation), test = Ids(parts.Test);
        Assert.Equal(Ids(file).Order(), train.Concat(validation).Concat(test).Order());
        Assert.InRange(validation.Length, 7_600, 8_400);        // 8,000 ± 5 deviations of √(40,000 · 0.2 · 0.8) = 80
        Assert.InRange(test.Length, 3_700, 4_300);
    }

    [Fact]
    public void Split_Given_HoldsOutTheLastRowsOfTheLastFile()
    {
        RecordFile file = TwoFiles(rows: 10);

        HeldOutParts parts = new HoldOut { Validation = 0.25f, Test = 0.25f }.Split(file, _schema, seed: 3);

        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => $"a{i}")], Ids(parts.Train));
        Assert.Equal(["b0", "b1", "b2", "b3", "b4"], Ids(parts.Validation));
        Assert.Equal(["b5", "b6", "b7", "b8", "b9"], Ids(parts.Test));
    }

    [Fact]
    public void Split_Time_LetsNoRowBeLaterThanThoseAfterIt()
    {
        RecordFile file = TwoFiles(rows: 1000);

        HeldOutParts parts = new HoldOut { Order = SplitOrder.Time }.Split(file, _schema, seed: 3);

        long[] train = Times(parts.Train), validation = Times(parts.Validation), test = Times(parts.Test);
        Assert.True(train.Max() < validation.Min() && validation.Max() < test.Min());
    }

    [Fact]
    public void Split_NoShares_LeavesEverythingToTraining()
    {
        RecordFile file = TwoFiles(rows: 10);

        HeldOutParts parts = new HoldOut { Validation = 0, Test = 0 }.Split(file, _schema, seed: 3);

        Assert.Equal(Ids(file), Ids(parts.Train));
        Assert.Empty(Ids(parts.Validation));
        Assert.Empty(Ids(parts.Test));
    }

    [Fact]
    public void Split_TimeWithoutTimeColumn_SaysWhatToDo()
    {
        FeatureSchema timeless = new([new Column("id", ColumnKind.Id), new Column("y", ColumnKind.Label)], ignoreOthers: true);

        ArgumentException e = Assert.Throws<ArgumentException>(() => new HoldOut { Order = SplitOrder.Time }.Split(TwoFiles(5), timeless, 1));

        Assert.Contains("column of kind time", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_SharesThatLeaveNothing_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new HoldOut { Validation = 0.5f, Test = 0.5f }.Split(TwoFiles(5), _schema, 1));

    private RecordFile TwoFiles(int rows)
    {
        string[] paths = [Path.Combine(_folder, "a.csv"), Path.Combine(_folder, "b.csv")];
        foreach (string path in paths)
        {
            StringBuilder text = new("id,at,y\n");
            string name = Path.GetFileNameWithoutExtension(path);
            for (int i = 0; i < rows; i++) text.Append($"{name}{i},{(i * 7919 + name[0] * 31) % 100_003},{i % 2}\n");
            File.WriteAllText(path, text.ToString());
        }

        return RecordFile.Open(paths);
    }

    private static string[] Ids(IRecordSource source) => [.. Cells(source, 0)];

    private static long[] Times(IRecordSource source) => [.. Cells(source, 1).Select(long.Parse)];

    private static List<string> Cells(IRecordSource source, int column)
    {
        List<string> cells = [];
        using IRecordReader reader = source.Open();
        using RecordBlock block = new(source.Columns);
        while (reader.Read(block))
        {
            reader.Parse(block);
            for (int row = 0; row < block.Rows; row++) cells.Add(Encoding.UTF8.GetString(block[row, column]));
        }

        return cells;
    }
}
