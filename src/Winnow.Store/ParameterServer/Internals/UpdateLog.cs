namespace Winnow.Store;

/// <summary>The updates sent since the last commit. Where replicas must hold them, they are kept until then: a master may acknowledge one and
/// die before any replica has it, and then it has to be sent again.</summary>
internal sealed class UpdateLog(bool keeps)
{
    private readonly Stack<RedisCommand> _free = new();
    private readonly List<RedisCommand> _sent = [];

    internal IReadOnlyList<RedisCommand> Sent => _sent;

    /// <summary>A command for the next update.</summary>
    internal RedisCommand Next()
    {
        RedisCommand command = _free.Count > 0 ? _free.Pop() : new RedisCommand { OwnsArguments = keeps };
        _sent.Add(command);
        return command;
    }

    /// <summary>The updates since a mark were acknowledged.</summary>
    internal void Acknowledged()
    {
        if (!keeps) Clear();
    }

    /// <summary>All updates are where they must be, or nobody will try again.</summary>
    internal void Clear()
    {
        foreach (RedisCommand command in _sent) _free.Push(command);
        _sent.Clear();
    }
}
