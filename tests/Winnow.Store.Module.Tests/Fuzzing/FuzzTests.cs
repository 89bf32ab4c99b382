using System.Globalization;
using Winnow.Store.Tests.Local;

namespace Winnow.Store.Module.Tests.Fuzzing;

/// <summary>The module under commands and RDB payloads nobody would send. WINNOW_FUZZ_COMMANDS sets how many (default: some seconds' worth),
/// WINNOW_FUZZ_SEED which.</summary>
public sealed class FuzzTests
{
    private const int DefaultCommands = 20_000;

    [ModuleFact]
    public void Server_FuzzedCommandsAndPayloadsUnderLoad_LivesAndKeepsWhatNobodyTouched()
    {
        int seed = Setting("WINNOW_FUZZ_SEED", 1), commands = Setting("WINNOW_FUZZ_COMMANDS", DefaultCommands);
        using ModuleServer server = new(o => o with { Settings = ["rdbcompression no", "sanitize-dump-payload no"] });
        TestValues.Fill(server);
        foreach (string key in TestValues.Keys) server.Call("COPY", key, "still-" + key);
        string[] still = Still(server);

        using (BackgroundLoad load = new(server.Node))
        {
            FuzzRun run = new(server, seed);
            for (int done = 0; done < commands;)
            {
                try
                {
                    done += run.Batch();
                }
                catch (RedisConnectionException e)
                {
                    Assert.Fail($"Seed {seed}, after {done} commands: {e.Message}\n{run.LastBatch}\n{server.Node.Log(60)}");
                }
            }
            load.Stop();
            Assert.True(run.Accepted > commands / 20 && run.Refused > commands / 20, $"{run.Accepted} commands were accepted, {run.Refused} refused: that is no fuzzing.");
            Assert.True(run.Restored > commands / 1000, $"Only {run.Restored} mutated payloads were accepted.");
        }

        Assert.Equal(still, Still(server));
        server.Do("DEBUG", "RELOAD");
        Assert.Equal(still, Still(server));
        Assert.True(server.Call("WINNOW.TABLE.DESCRIBE", "still-table")["rows"].Integer > 0);
        server.Do("FLUSHALL");
        Assert.Equal(0, server.Info("winnow_table_bytes") + server.Info("winnow_dense_bytes") + server.Info("winnow_queue_bytes") + server.Info("winnow_rows"));
    }

    private static string[] Still(ModuleServer server) => [.. TestValues.Keys.Select(k => server.Digest("still-" + k))];

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
