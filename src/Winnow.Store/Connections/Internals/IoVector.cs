namespace Winnow.Store;

/// <summary>A piece of memory to be sent or filled: the <c>iovec</c> of POSIX, field by field.</summary>
internal unsafe struct IoVector(byte* start, nuint length)
{
    internal byte* Start = start;
    internal nuint Length = length;
}
