using System.IO.Compression;
using System.Text;

namespace Winnow.Data.Tests.Interactions;

using Interactions = Winnow.Data.Interactions;

public sealed class InteractionsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("user,item,value,time\nann,x,5,1\nbob,\"y, z\",2.5,2\nann,\"y, z\",1,1970-01-01 00:00:03\n", FileKind.Csv)]
    [InlineData("user\titem\tvalue\ttime\nann\tx\t5\t1\nbob\ty, z\t2.5\t2\nann\ty, z\t1\t1970-01-01T00:00:03Z\n", FileKind.Tsv)]
    [InlineData("{\"user\":\"ann\",\"item\":\"x\",\"value\":5,\"time\":1}\n{\"time\":2,\"user\":\"bob\",\"item\":\"y, z\",\"value\":2.5}\n{\"user\":\"ann\",\"item\":\"y, z\",\"value\":1,\"time\":3}\n", FileKind.JsonLines)]
    public void Read_Rows_KeepsIdsValuesAndTimes(string text, FileKind kind)
    {
        Interactions log = InteractionsFile.Read(_folder.Write("log", text), new InteractionFormat { Value = "value", Time = "time", File = new FileFormat { Kind = kind } });

        Assert.Equal(["ann x 5 1", "bob y, z 2.5 2", "ann y, z 1 3"], Logs.Events(log));
        Assert.Equal((2, 2), (log.Users.Count, log.Items.Count));
        Assert.Equal(2.5f, log.ByUser.RowValues(1)[0]);
    }

    [Theory]
    [InlineData(InteractionLayout.Lists, "ann x y\nbob\nann z\n", "ann x|ann y|ann z", 2)]
    [InlineData(InteractionLayout.Lists, "7,1,2\n9\t2  1\n", "7 1|7 2|9 2|9 1", 2)]
    [InlineData(InteractionLayout.CountedLists, "2 x y\n0 \n1 x\n", "0 x|0 y|2 x", 3)]
    [InlineData(InteractionLayout.ItemLists, "x y\n\nz\n", "0 x|0 y|2 z", 2)]
    public void Read_Lists_GivesEveryItemToItsUser(InteractionLayout layout, string text, string events, int users)
    {
        Interactions log = InteractionsFile.Read(Gzipped(text), new InteractionFormat { Layout = layout });

        Assert.Equal(events.Split('|'), Logs.Events(log).Select(e => e.Trim()));
        Assert.Equal(users, log.Users.Count);
    }

    [Fact]
    public void Read_NoHeader_NamesColumnsByNumber()
    {
        string path = _folder.Write("u.data", "196\t242\t3\t881250949\n186\t302\t3\t891717742\n");
        Interactions log = InteractionsFile.Read(path, new InteractionFormat { User = "c1", Item = "c2", Value = "c3", Time = "c4" });
        Assert.Equal(["196 242 3 881250949", "186 302 3 891717742"], Logs.Events(log));
    }

    [Fact]
    public void Read_MalformedRows_AreCountedWithTheirPlace()
    {
        string path = _folder.Write("log.csv", "user,item,value,time\na,x,1,1\n,x,1,1\na,,1,1\na,x,one,1\na,x,nan,1\na,x,1,noon\na,x,1,1,1\na,y,1,1\n");
        BadRowLog bad = new(new BadRowLimit(1, 0));

        Interactions log = InteractionsFile.Read([path], new InteractionFormat { Value = "value", Time = "time" }, new InteractionReadOptions { BadRows = bad }, out InteractionReadReport report);

        Assert.Equal(["a x 1 1", "a y 1 1"], Logs.Events(log));
        Assert.Equal((6L, 2L, 1L, 1L, 1L, 1L), (bad.Count, bad.CountOf(RowFault.MissingValue), bad.CountOf(RowFault.NotANumber), bad.CountOf(RowFault.NotFinite),
            bad.CountOf(RowFault.BadTime), bad.CountOf(RowFault.TooManyFields)));
        Assert.Equal([3L, 4, 5, 6, 7, 8], bad.First.Select(r => r.Line));
        Assert.Equal((8L, 2L), (report.Rows, report.Events));
        Assert.Throws<BadDataException>(() => InteractionsFile.Read(path, new InteractionFormat { Value = "value" }, new InteractionReadOptions { BadRows = new BadRowLog(BadRowLimit.None) }));
    }

    [Fact]
    public void Read_CountThatIsWrong_IsMalformed()
    {
        BadRowLog bad = new(new BadRowLimit(1, 0));
        Interactions log = InteractionsFile.Read(
            [_folder.Write("users.dat", "2 x y\n3 x y\n1 x y\nmany x\n")], new InteractionFormat { Layout = InteractionLayout.CountedLists }, new() { BadRows = bad }, out _);

        Assert.Equal(["0 x", "0 y"], Logs.Events(log).Select(e => e.Trim()));
        Assert.Equal((1L, 1L, 1L), (bad.CountOf(RowFault.TooFewFields), bad.CountOf(RowFault.TooManyFields), bad.CountOf(RowFault.NotANumber)));
    }

    [Fact]
    public void Read_RowsWithoutUser_ArePassedOverWhereAllowed()
    {
        string path = _folder.Write("log.csv", "user,item\na,x\n,x\nb,\n");

        InteractionsFile.Read([path], new InteractionFormat { AllowMissing = true }, null, out InteractionReadReport report);

        Assert.Equal((1L, 2L, 0L), (report.Events, report.MissingRows, report.BadRows.Count));
        Assert.Contains("2 rows without user or item", report.ToString());
    }

    [Fact]
    public void Read_Repeats_AreDealtWithAndCounted()
    {
        string path = _folder.Write("log.csv", "user,item\na,x\na,y\na,x\n");

        Interactions log = InteractionsFile.Read([path], null, new InteractionReadOptions { Repeats = RepeatRule.Sum }, out InteractionReadReport report);

        Assert.Equal(["a y 1", "a x 2"], Logs.Events(log).Select(e => e.Trim()));
        Assert.Equal(1, report.RepeatedEvents);
    }

    [Fact]
    public void Read_UnknownColumn_NamesTheNearestAndLists()
    {
        string path = _folder.Write("log.csv", "userId,movieId\n1,2\n");
        string message = Assert.Throws<ArgumentException>(() => InteractionsFile.Read(path, new InteractionFormat { User = "userid", Item = "movieId" })).Message;
        Assert.Contains("'userId'", message);
        Assert.Contains("userId, movieId", message);
    }

    [Fact]
    public void Read_SeveralFiles_IsOneLog()
    {
        string[] paths = [_folder.Write("1", "user,item\na,x\n"), _folder.Write("2", "user,item\nb,x\na,y\n")];
        Assert.Equal(["a x", "b x", "a y"], Logs.Events(InteractionsFile.Read(paths, null, null, out _)).Select(e => e.Trim()));
    }

    /// <summary>More events than a chunk of a column holds, over several blocks and threads: nothing lost, nothing out of order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Read_ManyRows_KeepsTheirOrder(int threads)
    {
        const int rows = 600_000;
        StringBuilder text = new("user,item,time\n");
        for (int i = 0; i < rows; i++) text.Append(i % 7_919).Append(',').Append(i * 31L % 4_999).Append(',').Append(i).Append('\n');

        Interactions log = InteractionsFile.Read(Gzipped(text.ToString()), new InteractionFormat { Time = "time" }, new InteractionReadOptions { Threads = threads });

        Assert.Equal((rows, 7_919, 4_999), (log.Count, log.Users.Count, log.Items.Count));
        for (int i = 0; i < rows; i++)
        {
            if (log.Times[i] != i) Assert.Fail($"Event {i} has the time {log.Times[i]}.");
            if (log.Users[log.UserOf[i]] != (i % 7_919).ToString()) Assert.Fail($"Event {i} is of user {log.Users[log.UserOf[i]]}.");
        }
    }

    private string Gzipped(string text)
    {
        string path = _folder.File("log.gz");
        using GZipStream gzip = new(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
