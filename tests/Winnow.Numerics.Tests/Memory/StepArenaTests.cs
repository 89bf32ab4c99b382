namespace Winnow.Numerics.Tests.Memory;

public sealed unsafe class StepArenaTests
{
    [Fact]
    public void Allocate_ManySizes_IsAlignedAndNeverOverlaps()
    {
        using StepArena arena = new();
        List<(nuint Start, nuint End)> blocks = [];
        for (nuint count = 0; count < 2000; count += 7)
        {
            float* block = arena.Allocate<float>(count * count);
            Assert.Equal(0u, (nuint)block % 64);
            blocks.Add(((nuint)block, (nuint)(block + count * count)));
        }
        blocks.Sort();
        for (int i = 1; i < blocks.Count; i++) Assert.True(blocks[i - 1].End <= blocks[i].Start);
    }

    [Fact]
    public void Reset_AfterGrowing_MergesAndThenNeverAllocatesAgain()
    {
        using StepArena arena = new();
        Step();
        long used = arena.AllocatedBytes;
        arena.Reset();
        Assert.Equal(0, arena.AllocatedBytes);
        long capacity = arena.CapacityBytes;
        for (int i = 0; i < 10; i++)
        {
            Step();
            Assert.Equal(used, arena.AllocatedBytes);
            arena.Reset();
        }
        Assert.Equal(capacity, arena.CapacityBytes);
        Assert.Equal(used, arena.PeakBytes);

        void Step()
        {
            for (nuint i = 1; i <= 40; i++) arena.Allocate<byte>(i * 10_000);
        }
    }

    [Fact]
    public void Allocate_Warm_AllocatesNothingManaged()
    {
        using StepArena arena = new(1 << 20);
        Step();

        Allocations.AssertNone(() => { for (int i = 0; i < 10; i++) Step(); });

        void Step()
        {
            arena.Allocate<float>(100);
            arena.AllocateZeroed<int>(1000);
            arena.Reset();
        }
    }

    [Fact]
    public void AllocateZeroed_ReusedMemory_IsZero()
    {
        using StepArena arena = new();
        new Span<byte>(arena.Allocate<byte>(5000), 5000).Fill(1);
        arena.Reset();
        Assert.Equal(-1, new Span<byte>(arena.AllocateZeroed<byte>(5000), 5000).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Allocate_AfterDispose_Throws()
    {
        StepArena arena = new(100);
        arena.Dispose();
        arena.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { arena.Allocate<int>(1); });
        Assert.Throws<ObjectDisposedException>(arena.Reset);
    }

    [Fact]
    public void Allocate_BeyondTheAddressSpace_Throws()
    {
        using StepArena arena = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => { arena.Allocate<long>(nuint.MaxValue / 4); });
    }
}
