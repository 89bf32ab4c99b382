namespace Winnow.Numerics;

/// <summary>A small integer known to the JIT: one kernel body becomes one machine loop per tile shape.</summary>
internal interface ISmall
{
    static abstract int Value { get; }
}

internal readonly struct One : ISmall
{
    public static int Value => 1;
}

internal readonly struct Two : ISmall
{
    public static int Value => 2;
}

internal readonly struct Three : ISmall
{
    public static int Value => 3;
}

internal readonly struct Four : ISmall
{
    public static int Value => 4;
}

internal readonly struct Six : ISmall
{
    public static int Value => 6;
}

internal readonly struct Eight : ISmall
{
    public static int Value => 8;
}
