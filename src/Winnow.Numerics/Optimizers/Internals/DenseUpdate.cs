using System.Numerics;

namespace Winnow.Numerics;

/// <summary>The one loop all dense optimisers share.</summary>
internal static unsafe class DenseUpdate
{
    private const int ChunkElements = 16 * 1024;        // 64 KiB of each operand

    /// <summary>Applies <paramref name="rule"/> to every element, counts the update and clears the gradient.</summary>
    public static void Apply<TRule>(Parameter parameter, TRule rule, WorkerTeam team) where TRule : struct, IUpdateRule
    {
        int count = parameter.Values.Length;
        Job<TRule> job = new()
        {
            Rule = rule,
            Count = count,
            Value = parameter.Value.Data,
            Gradient = parameter.Gradient.Data,
            First = TRule.StateSlots > 0 ? parameter.StatePointer(0) : null,
            Second = TRule.StateSlots > 1 ? parameter.StatePointer(1) : null,
        };
        team.Run(ref job, (int)(((long)count + ChunkElements - 1) / ChunkElements));
        parameter.ClearGradient();
    }

    private struct Job<TRule> : IParallelJob where TRule : struct, IUpdateRule
    {
        public TRule Rule;
        public int Count;
        public float* Value, Gradient, First, Second;

        public readonly void Run(int chunk)
        {
            int i = chunk * ChunkElements, end = (int)Math.Min((long)i + ChunkElements, Count);
            Vector<float> first = default, second = default;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                if (TRule.StateSlots > 0) first = Vector.Load(First + i);
                if (TRule.StateSlots > 1) second = Vector.Load(Second + i);
                Vector.Store(Rule.Apply(Vector.Load(Value + i), Vector.Load(Gradient + i), ref first, ref second), Value + i);
                if (TRule.StateSlots > 0) Vector.Store(first, First + i);
                if (TRule.StateSlots > 1) Vector.Store(second, Second + i);
            }
            if (i < end) Last(i, end - i);
        }

        private readonly void Last(int i, int count)
        {
            Vector<float> first = TRule.StateSlots > 0 ? Lanes.Load(First + i, count) : default;
            Vector<float> second = TRule.StateSlots > 1 ? Lanes.Load(Second + i, count) : default;
            Lanes.Store(Rule.Apply(Lanes.Load(Value + i, count), Lanes.Load(Gradient + i, count), ref first, ref second), Value + i, count);
            if (TRule.StateSlots > 0) Lanes.Store(first, First + i, count);
            if (TRule.StateSlots > 1) Lanes.Store(second, Second + i, count);
        }
    }
}
