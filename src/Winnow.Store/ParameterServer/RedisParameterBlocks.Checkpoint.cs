using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Store;

/// <content>Values, optimiser state and numbers of updates, for checkpoints.</content>
public sealed unsafe partial class RedisParameterBlocks
{
    /// <inheritdoc/>
    public void Save(IReadOnlyList<Parameter> parameters)
    {
        Check(parameters);
        RedisCommand[] commands = [.. _keys.Select((k, i) => new RedisCommand { Writes = false }.Start("WINNOW.DENSE.STATE", 1).Key(k.Bytes, k.Slot)
            .Into(parameters[i].Value.Data, Options[i].Length * (long)sizeof(float), element: 2))];
        _store.Cluster.Run(commands);
        Forget();
        for (int i = 0; i < _keys.Length; i++)
        {
            ReadOnlySpan<RespValue> reply = commands[i].Checked().Items;
            int slots = Options[i].Optimizer?.StateSlots ?? 0, length = Options[i].Length;
            if (reply.Length != 4 || reply[2].Length != length * (long)sizeof(float) || reply[3].Length != (long)slots * length * sizeof(float))
                throw new ProtocolException($"{commands[i].Reply} for the state of '{Options[i].Name}'", $"version, updates, {length} numbers and {slots} times as many of state");
            parameters[i].Updates = reply[1].Integer;
            ReadOnlySpan<float> state = MemoryMarshal.Cast<byte, float>(reply[3].Bytes);
            for (int slot = 0; slot < slots; slot++) state.Slice(slot * length, length).CopyTo(parameters[i].State(slot));
        }
    }

    /// <inheritdoc/>
    public void Load(IReadOnlyList<Parameter> parameters)
    {
        Check(parameters);
        List<RedisCommand> commands = [];
        for (int i = 0; i < _keys.Length; i++)
        {
            int slots = Options[i].Optimizer?.StateSlots ?? 0, length = Options[i].Length;
            float[] state = new float[slots * length];
            for (int slot = 0; slot < slots; slot++) parameters[i].State(slot).CopyTo(state.AsSpan(slot * length));
            RedisCommand command = new RedisCommand { OwnsArguments = true }.Start("WINNOW.DENSE.LOAD", slots > 0 ? 4 : 3).Key(_keys[i].Bytes, _keys[i].Slot)
                .Number(parameters[i].Updates).Bytes(MemoryMarshal.AsBytes(parameters[i].Values));
            commands.Add(slots > 0 ? command.Bytes(MemoryMarshal.AsBytes<float>(state)) : command);
        }
        _store.RunSafely(commands);
        Forget();
    }
}
