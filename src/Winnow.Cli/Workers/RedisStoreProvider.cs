using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Store;
using Winnow.Training.Distributed;

namespace Winnow.Cli.Workers;

/// <summary>Runs whose parameters lie in Redis.</summary>
internal sealed class RedisStoreProvider : IParameterStoreProvider
{
    /// <summary>How long a pull waits for the step before, until its worker looks whether there is something more urgent.</summary>
    private static readonly TimeSpan s_stepTimeout = TimeSpan.FromSeconds(3);

    /// <summary>What servers answer while a node starts, fails over or moves its slots.</summary>
    private static readonly string[] s_passing = ["LOADING", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "TRYAGAIN", "NOREPLICAS", "BUSY"];

    private readonly RedisAddress _address;

    /// <summary>A store.</summary>
    /// <param name="address">The server or cluster.</param>
    public RedisStoreProvider(RedisAddress address) => _address = address with { StepTimeout = s_stepTimeout };

    /// <summary>Refuses a store that cannot be reached or has no module, before anything is read or started.</summary>
    /// <exception cref="IOException">The message says what to do.</exception>
    public void Check() => Explained(() =>
    {
        using RedisCluster cluster = RedisCluster.Connect(_address);
        RedisCommand probe = new RedisCommand { Writes = false }.Start("WINNOW.TABLE.COUNT", 1).Key("winnow:probe"u8);
        try
        {
            return cluster.Execute(probe);
        }
        catch (RedisErrorException e) when (e.Error.Code == "NOKEY")
        {
            return default;             // the module knows the command
        }
    });

    /// <inheritdoc/>
    public IParameterStore? TryOpen(ParameterStoreLayout layout)
    {
        try
        {
            return Explained(() => RedisParameterStore.Open(_address, layout));
        }
        catch (RedisErrorException e) when (e.Error.Code == "NOKEY")
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IParameterStore Create(ParameterStoreLayout layout, IReadOnlyList<Parameter> parameters) => Explained(() =>
        RedisParameterStore.Create(_address, layout, [.. parameters.Select(p => (ReadOnlyMemory<float>)p.Values.ToArray())]));

    /// <inheritdoc/>
    public bool IsPassing(Exception failure) =>
        failure is RedisConnectionException or TimeoutException || (failure is RedisErrorException e && s_passing.Contains(e.Error.Code));

    /// <summary>Says what to do about the two failures everybody meets first.</summary>
    private T Explained<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (RedisConnectionException e)
        {
            throw new IOException($"The parameter store at {_address} cannot be reached: {e.Message} Start one on this machine with `winnow store up`, or name another with --store.", e);
        }
        catch (RedisErrorException e) when (e.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase))
        {
            throw new IOException(
                $"The server at {_address} is Redis, but without the Winnow module. Start it with `--loadmodule winnow.so`, or take the one that `winnow store up` starts.", e);
        }
    }
}
