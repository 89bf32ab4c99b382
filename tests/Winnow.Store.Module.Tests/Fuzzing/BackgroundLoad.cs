using Winnow.Store.Local;

namespace Winnow.Store.Module.Tests.Fuzzing;

/// <summary>Steady pulls and pushes of one table over another connection, from another thread.</summary>
internal sealed class BackgroundLoad : IDisposable
{
    private const int Keys = 500, Dimension = 8;

    private readonly Thread _thread;
    private readonly RedisConnection _connection;
    private volatile bool _stopping;
    private Exception? _failure;

    public BackgroundLoad(LocalNode node)
    {
        _connection = node.Connect();
        _connection.Execute(RedisCommand.Of("WINNOW.TABLE.CREATE", "load", "NAME", "load", "DIM", "8", "OPTIMIZER", "adagrad"));
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ends it, and throws if any command was not answered as it should be.</summary>
    public void Stop()
    {
        _stopping = true;
        _thread.Join();
        if (_failure is not null) throw new InvalidOperationException("The load beside the fuzzing failed.", _failure);
    }

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        _connection.Dispose();
    }

    private void Run()
    {
        try
        {
            Random random = new(9);
            float[] gradients = [.. Enumerable.Range(0, Keys * Dimension).Select(_ => random.NextSingle() - 0.5f)];
            for (long position = 0; !_stopping; position++)
            {
                byte[] keys = ModuleServer.Blob<ulong>([.. Enumerable.Range(0, Keys).Select(_ => (ulong)random.NextInt64(1, 100_000)).Distinct()]);
                int count = keys.Length / sizeof(ulong);
                byte[] values = ModuleServer.Blob<float>(gradients.AsSpan(0, count * Dimension));
                RedisCommand push = new RedisCommand().Start("WINNOW.TABLE.PUSH", 7).Text("load").Number(1L).Number(position).Number(1L).Text("0.01").Bytes(keys).Bytes(values);
                if (_connection.Execute(push).Integer != 1) throw new InvalidOperationException($"Position {position} was not applied.");
                RedisCommand pull = new RedisCommand().Start("WINNOW.TABLE.PULL", 4).Text("load").Number(1L).Number(position + 1).Bytes(keys);
                if (_connection.Execute(pull).Length != values.Length) throw new InvalidOperationException($"Position {position} was answered by other rows.");
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }
}
