using Winnow.Store.Local;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Tests;

/// <summary>A node, and a cluster of three, with the module; started when first asked for, shared by the tests of a class that use runs of their own.</summary>
public sealed class ModuleServers : IDisposable
{
    private readonly TestFolder _folder = new();
    private LocalCluster? _single, _three;

    /// <summary>The address of a single server or a cluster.</summary>
    public RedisAddress Address(int masters) => RedisAddress.Parse((masters == 1 ? _single ??= Start(1) : _three ??= Start(3)).Url);

    public void Dispose()
    {
        _single?.Dispose();
        _three?.Dispose();
        _folder.Dispose();
    }

    private LocalCluster Start(int masters) => LocalCluster.Start(new()
    {
        Masters = masters,
        Node = new() { Directory = Path.Combine(_folder.Path, $"{masters}"), Module = ModuleFile.Find() },
    });
}
