using Winnow.Data;

namespace Winnow.Serving.Tests.Features;

public sealed class UserMemoryTests
{
    [Fact]
    public void Read_ThatBeganBeforeAWrite_DoesNotPutTheOldUserBack()
    {
        UserMemory memory = new(10);
        long stamp = memory.Stamp("u");
        StoredUser written = new(FeatureValues.Empty, []);

        memory.Written("u", written, time: 2);
        memory.Read("u", StoredUser.Empty, time: 3, stamp);

        Assert.True(memory.TryGet("u", out StoredUser? found, out _));
        Assert.Same(written, found);
    }

    [Fact]
    public void Read_MoreThanTheCapacity_ForgetsTheOldestAndKeepsTheBound()
    {
        UserMemory memory = new(10);

        for (int i = 0; i < 1_000; i++) memory.Read($"u{i}", StoredUser.Empty, i, memory.Stamp($"u{i}"));

        Assert.True(memory.TryGet("u999", out _, out _));
        Assert.InRange(Enumerable.Range(0, 1_000).Count(i => memory.TryGet($"u{i}", out _, out _)), 1, 10);
    }
}
