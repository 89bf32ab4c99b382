namespace Winnow.Serving.Tests.Events;

public sealed class EventLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-events").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Append_ThenReopen_ReadsTheSameFromAnyPosition()
    {
        string id;
        await using (EventLog log = new(_folder, new EventLogOptions { SegmentBytes = 400 }))
        {
            id = log.Id;
            for (int i = 0; i < 20; i++) Assert.Equal(2 * (i + 1), await log.AppendAsync([Event(2 * i), Event(2 * i + 1)]));
        }

        await using EventLog again = new(_folder, new EventLogOptions { SegmentBytes = 400 });
        Assert.True(Directory.GetFiles(_folder, "*.jsonl").Length > 3);
        Assert.Equal((id, 40L, 0L), (again.Id, again.Position, again.TornBytes));
        foreach (int from in new[] { 0, 1, 17, 39, 40 })
            Assert.Equal(Enumerable.Range(from, 40 - from).Select(i => new LoggedEvent(i, Event(i))), again.Read(from));
        Assert.Equal(41, await again.AppendAsync([Event(40)]));
        Assert.Equal(Enumerable.Range(38, 3).Select(i => Event(i)), again.Read(38).Select(e => e.Event));
    }

    [Fact]
    public async Task Open_LastLineTornAtAnyByte_KeepsWhatWasAcknowledged()
    {
        await using (EventLog log = new(_folder))
        {
            await log.AppendAsync([Event(0), Event(1)]);
        }
        string file = Assert.Single(Directory.GetFiles(_folder, "*.jsonl"));
        byte[] whole = await File.ReadAllBytesAsync(file);
        int last = Array.IndexOf(whole, (byte)'\n') + 1;

        for (int bytes = last; bytes < whole.Length; bytes++)
        {
            await File.WriteAllBytesAsync(file, whole[..bytes]);
            await using EventLog log = new(_folder);
            Assert.Equal((1L, (long)(bytes - last)), (log.Position, log.TornBytes));
            Assert.Equal(Event(0), Assert.Single(log.Read(0)).Event);
        }
    }

    [Fact]
    public async Task Open_DamageBeforeGoodLines_RefusesAndNamesThePlace()
    {
        await using (EventLog log = new(_folder))
        {
            await log.AppendAsync([.. Enumerable.Range(0, 5).Select(Event)]);
        }
        string file = Assert.Single(Directory.GetFiles(_folder, "*.jsonl"));
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        EventLogException fault = Assert.Throws<EventLogException>(() => new EventLog(_folder));

        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));       // nothing was cut off that may be mended
    }

    [Fact]
    public async Task Append_FullDisk_RefusesAndGoesOnWhenThereIsRoom()
    {
        FullDisk? disk = null;
        EventLogOptions options = new() { Wrap = (_, file) => disk = new FullDisk(file) };
        await using (EventLog log = new(_folder, options))
        {
            await log.AppendAsync([Event(0)]);
            disk!.Room = 30;        // half a line
            Assert.Contains("make room", (await Assert.ThrowsAsync<EventLogException>(() => log.AppendAsync([Event(1), Event(2)]))).Message, StringComparison.Ordinal);
            disk.Room = long.MaxValue;
            Assert.Equal(2, await log.AppendAsync([Event(3)]));
            Assert.Equal([Event(0), Event(3)], log.Read(0).Select(e => e.Event));
        }

        await using EventLog again = new(_folder);
        Assert.Equal((2L, 0L), (again.Position, again.TornBytes));
        Assert.Equal([Event(0), Event(3)], again.Read(0).Select(e => e.Event));
    }

    [Fact]
    public async Task Append_ManyAtOnce_GivesEachItsOwnPlace()
    {
        await using EventLog log = new(_folder);

        long[] positions = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => log.AppendAsync([Event(i)]))));

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), positions.Order());
        foreach ((long position, ServedEvent e) in log.Read(0)) Assert.Equal(position + 1, positions[int.Parse(e.Item[1..])]);
    }

    [Fact]
    public async Task Open_SecondTime_IsRefused()
    {
        await using EventLog log = new(_folder);

        Assert.Contains("other process", Assert.Throws<EventLogException>(() => new EventLog(_folder)).Message, StringComparison.Ordinal);
    }

    private static ServedEvent Event(int number) => new()
    {
        User = $"u\"{number}\n", Item = $"i{number}", Type = "click", Time = DateTimeOffset.FromUnixTimeMilliseconds(1_000 + number),
        RequestId = number % 2 == 0 ? $"r{number}" : null, Variant = number % 2 == 0 ? "green" : null, Release = number % 2 == 0 ? "shop-1" : null,
    };
}
