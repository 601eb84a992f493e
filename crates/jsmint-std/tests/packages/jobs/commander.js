// A command's arguments, with Commander.
'use strict';
const { Argument, Command, InvalidArgumentError, Option, createCommand } = require('commander');

const whole = (text) => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Not a whole number.');
  return Number(text);
};

const make = (print) => {
  const program = createCommand('shop')
    .description('Sells things')
    .version('1.2.3', '-v, --version', 'which one this is')
    .option('-d, --debug', 'say more', (value, seen) => seen + 1, 0)
    .option('--no-color', 'without colours')
    .addOption(new Option('-f, --format <name>', 'what to write').choices(['json', 'text']).default('text', 'plain text'))
    .addOption(new Option('--token <secret>', 'who you are').env('SHOP_TOKEN').hideHelp())
    .configureOutput({ writeOut: (text) => print('out', text), writeErr: (text) => print('err', text), getOutHelpWidth: () => 80, getErrHelpWidth: () => 80 })
    .exitOverride()
    .hook('preAction', (self, action) => print('hook', action.name()));
  program.command('sell').alias('s').description('Sell items to someone')
    .argument('<who>', 'the customer')
    .argument('[items...]', 'what is sold', (item, all) => all.concat(item.toUpperCase()), [])
    .option('-q, --quantity <n>', 'how many of each', whole, 1)
    .requiredOption('-p, --price <cents>', 'what each costs', whole)
    .option('-t, --tags <tag...>', 'labels')
    .option('--gift [text]', 'wrap it')
    .action((who, items, options, command) => print('sell', JSON.stringify({ who, items, options, all: command.optsWithGlobals() })));
  program.command('refund').addArgument(new Argument('<id>').argParser(whole)).addOption(new Option('--cash').conflicts('card')).addOption(new Option('--card').implies({ fee: 5 })).option('--fee <n>', 'fee', whole)
    .action((id, options) => print('refund', id, JSON.stringify(options)));
  program.command('later').action(async () => { await null; print('later', 'done'); });
  program.addCommand(new Command('stock').copyInheritedSettings(program).allowUnknownOption().allowExcessArguments().argument('[rest...]').action((rest) => print('stock', rest)), { hidden: true });
  return program;
};

exports.job = async () => {
  const runs = [
    'sell Ada tea cup -p 350', 'sell Ada -p350 -q 2 --tags a b --gift', 's Ada -p 1 --gift=happy -dd --debug', '--no-color -f json sell Ada x -p 5 -t one',
    'sell', 'sell Ada', 'sell Ada -p x', 'sell Ada -p', '-f xml sell Ada -p 1', 'sel Ada', 'sell Ada -p 1 --gfit', '--debgu', 'refund 5 --card', 'refund 5 --cash --card', 'refund x', 'refund 5 6',
    'later', 'stock -x --y z -- -w', 'sell -- -odd', 'sell -p 1 -- -odd --odder', '--version', '--help', 'help sell', 'sell --help', 'help stock', '',
  ];
  for (const run of runs) {
    console.log('$ shop', run);
    try {
      await make((...values) => console.log(...values)).parseAsync(run.split(' ').filter(Boolean), { from: 'user' });
    } catch (error) {
      console.log(error.name, error.code, error.exitCode);
    }
  }
  const program = make(() => {});
  console.log(program.commands.map((command) => command.name() + ' ' + command.usage()), program.options.map((option) => option.attributeName()));
  console.log(program.createHelp().visibleCommands(program).map((command) => command.name()), program.opts(), program.getOptionValueSource('format'));
};

const out = [];
const program = make((...values) => out.push(values.join(' ')));
exports.input = ['sell', 'Ada', 'tea', 'cup', '-p', '350', '-q', '2'];
exports.request = (args) => {
  program.parse(args, { from: 'user' });
  return out.splice(0).join('\n');
};
