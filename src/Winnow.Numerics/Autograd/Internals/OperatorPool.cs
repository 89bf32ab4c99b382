namespace Winnow.Numerics;

/// <summary>The operators of one tape, by type, handed out again after each reset.</summary>
internal sealed class OperatorPool
{
    private readonly List<Shelf?> _shelves = [];

    public TOperator Rent<TOperator>() where TOperator : Operator, new()
    {
        int kind = Kind<TOperator>.Number;
        while (_shelves.Count <= kind) _shelves.Add(null);
        Shelf shelf = _shelves[kind] ??= new Shelf();
        if (shelf.Used == shelf.Operators.Count) shelf.Operators.Add(new TOperator());
        return (TOperator)shelf.Operators[shelf.Used++];
    }

    public void Reset()
    {
        foreach (Shelf? shelf in _shelves)
            if (shelf is not null) shelf.Used = 0;
    }

    private sealed class Shelf
    {
        public readonly List<Operator> Operators = [];
        public int Used;
    }

    private static class KindCounter
    {
        private static int s_next;

        public static int Next() => Interlocked.Increment(ref s_next) - 1;
    }

    private static class Kind<TOperator>
    {
        public static readonly int Number = KindCounter.Next();
    }
}
