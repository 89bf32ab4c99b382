using System.Runtime.InteropServices;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store;

/// <summary>The dense parameters of a run in a Redis cluster: a key each, all in one round trip.</summary>
public sealed unsafe partial class RedisParameterBlocks : IParameterBlocks, IDisposable
{
    private readonly RedisParameterStore _store;
    private readonly StoreKey[] _keys;
    private readonly RedisCommand[] _pulls;
    private readonly long[] _versions;              // of the values in _parameters; −1: to be read anew
    private readonly Parameter?[] _parameters;
    private readonly List<RedisCommand> _batch = [];
    private readonly GrowingBuffer<float> _differences = new();
    private long _troubles;

    internal RedisParameterBlocks(RedisParameterStore store)
    {
        _store = store;
        int count = store.Layout.Blocks.Count;
        _keys = [.. store.Layout.Blocks.Select((b, i) => new StoreKey(StoreKeys.DenseBlock(store.Layout.Run, b.Name, i, count)))];
        _pulls = [.. _keys.Select(_ => new RedisCommand { Writes = false })];
        _versions = new long[count];
        _parameters = new Parameter?[count];
    }

    internal IReadOnlyList<StoreKey> Keys => _keys;

    private IReadOnlyList<DenseBlockOptions> Options => _store.Layout.Blocks;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The parameters are not those the run was made with.</exception>
    public void Pull(IReadOnlyList<Parameter> parameters, ulong source, long step)
    {
        Check(parameters);
        if (_troubles != _store.Cluster.Traffic.Refreshes) Forget();      // versions of a node that took over may mean something else
        for (int i = 0; i < _keys.Length; i++)
        {
            if (_parameters[i] != parameters[i]) _versions[i] = -1;
            _pulls[i].Start("WINNOW.DENSE.PULL", 4).Key(_keys[i].Bytes, _keys[i].Slot).Number(source).Number(step).Number(_versions[i])
                .Into(parameters[i].Value.Data, Options[i].Length * (long)sizeof(float), element: 1);
            (_parameters[i], _versions[i]) = (parameters[i], -1);           // until it is there
        }
        _store.Gate.Run(_pulls, "the dense parameters", step);
        for (int i = 0; i < _keys.Length; i++)
        {
            ReadOnlySpan<RespValue> reply = _pulls[i].Reply.Items;
            if (reply.Length != 2 || (!reply[1].IsNull && reply[1].Length != Options[i].Length * (long)sizeof(float)))
                throw new ProtocolException($"{_pulls[i].Reply} for block '{Options[i].Name}'", $"a version and {Options[i].Length} numbers or none");
            _versions[i] = reply[0].Integer;
        }
        _troubles = _store.Cluster.Traffic.Refreshes;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The parameters are not those the run was made with, or there are more or fewer numbers in
    /// <paramref name="pulled"/>.</exception>
    /// <exception cref="ArithmeticException">A gradient holds NaN or ±∞. Nothing was sent.</exception>
    public void Push(in UpdateTag tag, IReadOnlyList<Parameter> parameters, ReadOnlySpan<float> pulled)
    {
        Check(parameters);
        long total = Options.Sum(o => (long)o.Length);
        if (pulled.Length != total) throw new ArgumentException($"Pulled are {pulled.Length} numbers; expected the {total} of all parameters.", nameof(pulled));
        _differences.Resize(total);
        fixed (float* before = pulled)
        {
            _batch.Clear();
            long at = 0;
            for (int i = 0; i < _keys.Length; at += Options[i++].Length) CheckGradient(i, parameters[i], before + at, _differences.Pointer + at);
            at = 0;
            for (int i = 0; i < _keys.Length; at += Options[i++].Length) _batch.Add(PushCommand(tag, i, parameters[i], before + at, _differences.Pointer + at));
            _store.Cluster.Run(CollectionsMarshal.AsSpan(_batch));
        }
        foreach (RedisCommand command in _batch) command.Checked();
        _store.Updates.Acknowledged();
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose() => _differences.Dispose();

    /// <summary>Takes nothing that was read for current.</summary>
    internal void Forget() => Array.Fill(_versions, -1);

    private void CheckGradient(int index, Parameter parameter, float* before, float* difference)
    {
        int length = Options[index].Length;
        float* gradient = GradientOf(index, parameter, difference);
        if (gradient == difference)
            for (int i = 0; i < length; i++) difference[i] = before[i] - parameter.Value.Data[i];
        if (gradient != null && !Finite.IsFinite(gradient, length))
            throw new ArithmeticException($"The gradient of '{Options[index].Name}' holds NaN or infinity. Lower the learning rate, or look for what made it.");
    }

    private RedisCommand PushCommand(in UpdateTag tag, int index, Parameter parameter, float* before, float* difference)
    {
        long bytes = Options[index].Length * (long)sizeof(float);
        float* gradient = GradientOf(index, parameter, difference);
        bool compensates = Options[index].Compensation.Form != DelayCompensationForm.None && Options[index].Optimizer is not null && gradient != null;
        if (gradient == difference) _versions[index] = -1;        // our own value has moved on
        RedisCommand command = _store.Updates.Next().Start("WINNOW.DENSE.PUSH", compensates ? 7 : 6).Key(_keys[index].Bytes, _keys[index].Slot)
            .Number(tag.Source).Number(tag.Position).Number((long)tag.Parts).Number(tag.LearningRate).Blob(gradient, gradient == null ? 0 : bytes);
        return compensates ? command.Blob(before, bytes) : command;
    }

    /// <summary>The difference where there is no optimiser, nothing where there is no gradient.</summary>
    private float* GradientOf(int index, Parameter parameter, float* difference) =>
        Options[index].Optimizer is null ? difference : parameter.HasGradient ? parameter.Gradient.Data : null;

    private void Check(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count != _keys.Length) throw new ArgumentException($"There are {parameters.Count} parameters; the run has {_keys.Length}.", nameof(parameters));
        for (int i = 0; i < _keys.Length; i++)
            if (parameters[i].Name != Options[i].Name || parameters[i].Shape.Count != Options[i].Length)
                throw new ArgumentException($"Parameter {i} is '{parameters[i].Name}' of {parameters[i].Shape.Count} numbers; the run has '{Options[i].Name}' of {Options[i].Length}.", nameof(parameters));
    }
}
