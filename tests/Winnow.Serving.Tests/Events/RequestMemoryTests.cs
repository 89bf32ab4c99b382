namespace Winnow.Serving.Tests.Events;

public sealed class RequestMemoryTests
{
    [Fact]
    public void Add_MoreThanTheCapacity_ForgetsTheOldest()
    {
        RequestMemory memory = new(3);
        Guid[] ids = [.. Enumerable.Range(1, 7).Select(i => new Guid(i, 0, 0, new byte[8]))];

        for (int i = 0; i < ids.Length; i++) memory.Add(ids[i], $"v{i}", "r");

        Assert.Equal([false, false, false, false, true, true, true], ids.Select(id => memory.TryFind(id.ToString("N"), out _, out _)));
        Assert.True(memory.TryFind(ids[5].ToString("N"), out string? variant, out string? release));
        Assert.Equal(("v5", "r"), (variant, release));
        Assert.False(memory.TryFind("not an id", out _, out _));
    }
}
