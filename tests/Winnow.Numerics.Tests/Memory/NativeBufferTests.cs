using System.Runtime.CompilerServices;

namespace Winnow.Numerics.Tests.Memory;

public sealed unsafe class NativeBufferTests
{
    [Theory, InlineData(0u), InlineData(1u), InlineData(1000u), InlineData(3_000_000u)]
    public void New_AnyLength_IsAlignedAndZero(uint length)
    {
        using NativeBuffer<float> buffer = new(length);
        nuint alignment = length * sizeof(float) >= 4 << 20 ? 2u << 20 : 64u;
        Assert.Equal(0u, (nuint)buffer.Pointer % alignment);
        Assert.Equal((int)length, buffer.Span.Length);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0f));
    }

    [Fact]
    public void New_BeyondTheAddressSpace_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer<long>(nuint.MaxValue / 4));

    [Fact]
    public void Slice_OutsideTheBuffer_Throws()
    {
        using NativeBuffer<int> buffer = new(10);
        Assert.Equal(3, buffer.Slice(7, 3).Length);
        Assert.Equal(0, buffer.Slice(10, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(8, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(11, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(0, -1));
    }

    [Fact]
    public void Dispose_Twice_FreesOnceAndLaterUseThrows()
    {
        NativeBuffer<int> buffer = new(10);
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.Pointer is null);
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
        Assert.Throws<ObjectDisposedException>(buffer.Clear);
    }

    [Fact]
    public void Clear_AfterWriting_ZeroesEverything()
    {
        using NativeBuffer<int> buffer = new(100);
        buffer.Span.Fill(7);
        buffer.Clear();
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0));
    }

    [Fact]
    public void Finaliser_OwnerForgotten_CountsTheLeak()
    {
        long before = NativeMemoryUsage.LeakedBytes;
        Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(NativeMemoryUsage.LeakedBytes >= before + 12_345);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget() => _ = new NativeBuffer<byte>(12_345);
}
